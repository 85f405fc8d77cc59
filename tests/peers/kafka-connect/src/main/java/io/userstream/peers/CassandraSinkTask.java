package io.userstream.peers;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/**
 * Writes each record as a statement of its own, asynchronously, with a limit on the writes in
 * flight, and waits for all of them before offsets are committed. This is what the sinks of
 * DataStax and Lenses do for rows of different partitions.
 *
 * <p>Unlike {@code store}, it ignores tombstones. Rows have the time of their write, so of two
 * records of a user the one that is written last wins, which after a failure may be the older one.
 */
public final class CassandraSinkTask extends SinkTask {
  private CqlSession session;
  private PreparedStatement insert;
  private int limit;
  private Semaphore inFlight;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  @Override
  public void start(Map<String, String> properties) {
    limit = Integer.parseInt(properties.getOrDefault(CassandraSink.IN_FLIGHT, "500"));
    inFlight = new Semaphore(limit);
    session =
        CqlSession.builder()
            .addContactPoint(
                new InetSocketAddress(
                    properties.get(CassandraSink.HOST),
                    Integer.parseInt(properties.get(CassandraSink.PORT))))
            .withLocalDatacenter("datacenter1")
            .build();
    insert =
        session.prepare(
            String.format(
                Locale.ROOT,
                "INSERT INTO %s.%s (%s) VALUES (%s)",
                properties.get(CassandraSink.KEYSPACE),
                properties.get(CassandraSink.TABLE),
                String.join(", ", UserRow.COLUMNS),
                "?" + ", ?".repeat(UserRow.COLUMNS.size() - 1)));
  }

  @Override
  public void put(Collection<SinkRecord> records) {
    requireNoFailure();
    for (SinkRecord record : records) {
      if (record.value() instanceof Map<?, ?> user) {
        BoundStatement row = insert.bind(UserRow.values(user));
        inFlight.acquireUninterruptibly();
        session
            .executeAsync(row)
            .whenComplete(
                (rows, fault) -> {
                  if (fault != null) {
                    failure.compareAndSet(null, fault);
                  }
                  inFlight.release();
                });
      }
    }
  }

  @Override
  public void flush(Map<TopicPartition, OffsetAndMetadata> offsets) {
    inFlight.acquireUninterruptibly(limit);
    inFlight.release(limit);
    requireNoFailure();
  }

  private void requireNoFailure() {
    Throwable fault = failure.get();
    if (fault != null) {
      throw new ConnectException("a write failed", fault);
    }
  }

  @Override
  public void stop() {
    if (session != null) {
      session.close();
    }
  }

  @Override
  public String version() {
    return "1";
  }
}

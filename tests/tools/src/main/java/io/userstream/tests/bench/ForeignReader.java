package io.userstream.tests.bench;

import com.datastax.driver.core.Cluster;
import com.datastax.driver.core.PreparedStatement;
import com.datastax.driver.core.ResultSetFuture;
import com.datastax.driver.core.Session;
import io.userstream.tests.flow.CassandraClients;
import io.userstream.tests.stack.LocalStack;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Another user of the database, who reads single rows of a table of its own at a fixed rate. A
 * latency counts from the moment when a read was due, so a slow answer does not hide that later
 * reads wait for it.
 */
final class ForeignReader implements AutoCloseable {
  static final int READS_PER_SECOND = 50;

  private static final int ROWS = 1_000;
  private static final String TABLE = "foreign_reader.items";

  private final Cluster cluster;
  private final Session session;
  private final PreparedStatement select;
  private final SplittableRandom random = new SplittableRandom(1);

  /** Creates the table and its rows. */
  ForeignReader(LocalStack stack) {
    cluster = CassandraClients.builder(stack).withoutJMXReporting().build();
    session = cluster.connect();
    session.execute(
        "CREATE KEYSPACE IF NOT EXISTS foreign_reader WITH replication ="
            + " {'class': 'SimpleStrategy', 'replication_factor': 1}");
    session.execute("CREATE TABLE IF NOT EXISTS " + TABLE + " (id int PRIMARY KEY, text text)");
    PreparedStatement insert =
        session.prepare("INSERT INTO " + TABLE + " (id, text) VALUES (?, ?)");
    for (int id = 0; id < ROWS; id++) {
      session.execute(insert.bind(id, "x".repeat(200)));
    }
    select = session.prepare("SELECT text FROM " + TABLE + " WHERE id = ?");
  }

  /** Reads for some time, and returns the latencies. */
  Latencies read(Duration time) throws InterruptedException {
    ConcurrentLinkedQueue<Long> millis = new ConcurrentLinkedQueue<>();
    long reads = READS_PER_SECOND * time.toSeconds();
    long startNanos = System.nanoTime();
    ResultSetFuture last = null;
    for (long number = 0; number < reads; number++) {
      long dueNanos = startNanos + number * 1_000_000_000L / READS_PER_SECOND;
      TimeUnit.NANOSECONDS.sleep(Math.max(0, dueNanos - System.nanoTime()));
      last = session.executeAsync(select.bind(random.nextInt(ROWS)));
      last.addListener(() -> millis.add((System.nanoTime() - dueNanos) / 1_000_000), Runnable::run);
    }
    if (last != null) {
      Object unused = last.getUninterruptibly();
    }
    return Latencies.of(List.copyOf(millis));
  }

  @Override
  public void close() {
    var unused = cluster.closeAsync(); // Skips the two seconds of an orderly close.
  }
}

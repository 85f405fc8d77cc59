package io.userstream.tests.bench;

import com.datastax.driver.core.Cluster;
import com.datastax.driver.core.PreparedStatement;
import com.datastax.driver.core.Row;
import com.datastax.driver.core.Session;
import io.userstream.io.cassandra.CreatedUsersTable;
import io.userstream.tests.flow.CassandraClients;
import io.userstream.tests.flow.Flow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;

/**
 * Polls every {@value #POLL_MILLIS} ms, with one statement, which expected rows are readable. A
 * measured latency is at most that much too long. If more than {@value #KEYS_A_POLL} rows are
 * outstanding, polls take turns over them, so that they do not slow down a job that falls behind;
 * the error grows in proportion. Thread-safe.
 */
final class ReadableRows implements AutoCloseable {
  private static final int POLL_MILLIS = 20;
  private static final int KEYS_A_POLL = 50;

  private final Cluster cluster;
  private final Session session;
  private final PreparedStatement select;
  private final Queue<Expected> arriving = new ConcurrentLinkedQueue<>();
  // Used only by the poller's thread.
  private final Queue<Expected> outstanding = new ArrayDeque<>();
  private final List<Long> millis = new ArrayList<>();
  private final ScheduledExecutorService poller =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "readable-rows");
            thread.setDaemon(true);
            return thread;
          });
  private volatile int found;
  @Nullable private volatile RuntimeException failure;

  /** Starts to poll the table of a flow. */
  ReadableRows(Flow flow) {
    cluster = CassandraClients.builder(flow.stack()).withoutJMXReporting().build();
    session = cluster.connect();
    String table = CreatedUsersTable.qualifiedName(flow.keyspace(), flow.table());
    select = session.prepare("SELECT id FROM " + table + " WHERE id IN ?");
    ScheduledFuture<?> unused =
        poller.scheduleWithFixedDelay(
            this::pollOrNote, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Expects a row whose latency began at a time of this machine's clock. */
  void expect(String id, long sinceMillis) {
    arriving.add(new Expected(UUID.fromString(id), sinceMillis));
  }

  /**
   * Returns the number of rows found.
   *
   * @throws IllegalStateException if a read failed
   */
  int found() {
    if (failure != null) {
      throw new IllegalStateException("the rows cannot be read", failure);
    }
    return found;
  }

  /** Returns the latencies of the rows found, in milliseconds, in the order of finding. */
  synchronized List<Long> latencies() {
    return List.copyOf(millis);
  }

  private void pollOrNote() {
    try {
      poll();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void poll() {
    for (Expected next = arriving.poll(); next != null; next = arriving.poll()) {
      outstanding.add(next);
    }
    Map<UUID, Expected> asked = new HashMap<>();
    while (asked.size() < KEYS_A_POLL && !outstanding.isEmpty()) {
      Expected next = outstanding.remove();
      asked.put(next.id(), next);
    }
    if (asked.isEmpty()) {
      return;
    }
    List<Row> rows = session.execute(select.bind(List.copyOf(asked.keySet()))).all();
    long now = System.currentTimeMillis();
    for (Row row : rows) {
      note(now - asked.remove(row.getUUID("id")).sinceMillis());
    }
    outstanding.addAll(asked.values());
  }

  private synchronized void note(long latency) {
    millis.add(latency);
    found = millis.size();
  }

  @Override
  public void close() {
    poller.shutdownNow();
    var unused = cluster.closeAsync(); // Skips the two seconds of an orderly close.
  }

  private record Expected(UUID id, long sinceMillis) {}
}

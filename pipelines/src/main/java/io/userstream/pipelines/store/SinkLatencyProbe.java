package io.userstream.pipelines.store;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import io.userstream.io.cassandra.UsersKeyspace;
import io.userstream.io.cassandra.UsersTable;
import io.userstream.runloop.RunLoopListener;
import io.userstream.runloop.RunLoopStatus;
import io.userstream.runloop.SinkLatency;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures how long a read of one row takes while there is work, as another user of the database
 * would notice it. Thread-safe.
 */
final class SinkLatencyProbe implements SinkLatency, RunLoopListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SinkLatencyProbe.class);
  private static final Duration EVERY = Duration.ofMillis(100);
  private static final Duration ONE_ATTEMPT = Duration.ofMillis(1);

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

  private final UsersTable table;
  private final Duration limit;
  private final RecentLatencies recent = new RecentLatencies();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          new ThreadFactoryBuilder().setNameFormat("sink-latency").setDaemon(true).build());
  @Nullable private UsersKeyspace users;
  private volatile boolean busy;
  private volatile Optional<Measured> newest = Optional.empty();

  /**
   * Starts to measure.
   *
   * @param maxLatency above which the exact latency does not matter
   */
  SinkLatencyProbe(UsersTable table, Duration maxLatency) {
    this.table = table;
    this.limit = maxLatency.multipliedBy(2);
    var unused =
        thread.scheduleWithFixedDelay(this::read, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void onStatus(RunLoopStatus status) {
    busy = status.runsInFlight() > 0 || (status.lag() > 0 && !status.control().isPaused());
  }

  @Override
  public Optional<Measured> newest() {
    return newest;
  }

  private void read() {
    if (!busy) {
      return;
    }
    try {
      if (users == null) {
        users = table.open(ONE_ATTEMPT);
      }
      recent
          .add(users.readLatency(limit))
          .ifPresent(
              slow ->
                  newest =
                      Optional.of(new Measured(newest.map(Measured::number).orElse(0L) + 1, slow)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // The loop itself notices that the database is down, and says so.
      LOG.debug("cannot measure the latency of {}", table, e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (thread.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS) && users != null) {
        users.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

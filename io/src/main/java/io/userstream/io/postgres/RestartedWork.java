package io.userstream.io.postgres;

import io.userstream.runloop.servers.Backoff;
import io.userstream.runloop.servers.ServerUnavailableException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restarts work while the database fails with transient faults. A database may respond but refuse
 * the work, for example because its disk is full, so that restarts need pauses and a time limit of
 * their own. Not thread-safe.
 */
final class RestartedWork {
  private static final Logger LOG = LoggerFactory.getLogger(RestartedWork.class);

  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

  private final PostgresConnection connection;
  private final Duration timeout;
  private final LongSupplier progress;

  private int failures;
  private long firstFailureNanos;
  private long progressAtFirstFailure;

  /**
   * Prepares the work.
   *
   * @param timeout how long to restart the work without progress
   * @param progress counts what is done; the time limit starts again when the number changes
   */
  RestartedWork(PostgresConnection connection, Duration timeout, LongSupplier progress) {
    this.connection = connection;
    this.timeout = timeout;
    this.progress = progress;
  }

  /** Does the work; see {@link RawUsersTable#untilDone}. */
  <T> T untilDone(RawUsersTable.Work<T> work) throws InterruptedException {
    while (true) {
      try {
        return work.begin();
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        if (!PostgresFaults.isTransient(e)) {
          throw named(e);
        }
        pauseAfter(e);
      }
    }
  }

  private void pauseAfter(Exception failure) throws InterruptedException {
    long done = progress.getAsLong();
    if (failures == 0 || done != progressAtFirstFailure) {
      failures = 0;
      firstFailureNanos = System.nanoTime();
      progressAtFirstFailure = done;
    }
    failures++;
    Duration pause = BACKOFF.after(failures);
    Duration left = timeout.minusNanos(System.nanoTime() - firstFailureNanos);
    if (left.compareTo(pause) <= 0) {
      throw new ServerUnavailableException(
          String.format(
              Locale.ROOT,
              "%s refused the work for %d s (%s). Fix the database, then run the command again: it"
                  + " continues where it stopped.",
              connection,
              timeout.minus(left).toSeconds(),
              PostgresFaults.reason(failure)),
          failure);
    }
    LOG.warn(
        "{} failed ({}): retrying in {} ms, {} s left",
        connection,
        PostgresFaults.reason(failure),
        pause.toMillis(),
        left.toSeconds());
    Thread.sleep(pause.toMillis());
    connection.await(left.minus(pause), RawUsersTable::responds);
  }

  /**
   * Returns the exception that ends the job. Does not change failures that PostgreSQL did not
   * cause.
   */
  private RuntimeException named(Exception failure) {
    return PostgresFaults.isOfDatabase(failure)
        ? PostgresFaults.named(connection, failure)
        : failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
  }
}

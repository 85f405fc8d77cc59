package io.userstream.pipelines.reconcile;

import io.userstream.pipelines.progress.Count;
import io.userstream.pipelines.progress.Progress;
import io.userstream.runloop.servers.LogInterval;
import io.userstream.runloop.servers.ServerException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fixes the offsets to compare. With a timeout, first waits until the group has committed
 * everything that was in the topic when the wait started. Not thread-safe.
 */
final class Settling {
  private static final Logger LOG = LoggerFactory.getLogger(Settling.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final OffsetsQuery query;
  private final String topic;
  private final Duration timeout;
  private final Progress progress;
  private final long startNanos = System.nanoTime();

  /**
   * Starts the timeout.
   *
   * @param timeout zero to compare immediately
   * @param progress shows what the store has committed
   */
  Settling(OffsetsQuery query, String topic, Duration timeout, Progress progress) {
    this.query = query;
    this.topic = topic;
    this.timeout = timeout;
    this.progress = progress;
  }

  /**
   * Returns the offsets to compare, once the store has caught up.
   *
   * @throws ServerException if the group has committed nothing although there are records, if it
   *     does not catch up in time (with the reason), or if Kafka does not answer
   */
  FixedOffsets await() throws InterruptedException {
    FixedOffsets wanted = query.ask();
    return hasCaughtUp(wanted, wanted) ? wanted : awaitCommits(wanted);
  }

  private boolean hasCaughtUp(FixedOffsets wanted, FixedOffsets now) {
    return now.hasGroup() && (timeout.isZero() || wanted.uncommitted(now.committed()) == 0);
  }

  @SuppressWarnings("try") // The bar is shown while this waits.
  private FixedOffsets awaitCommits(FixedOffsets wanted) throws InterruptedException {
    FixedOffsets now = wanted;
    throwIfOver(wanted, now);
    long all = wanted.uncommitted(wanted.committed());
    AtomicLong left = new AtomicLong(all);
    LogInterval interval = new LogInterval(Duration.ofSeconds(10), System::nanoTime);
    try (Progress.Bar bar =
        progress.show("settle", "records", () -> Count.of(all - left.get(), all))) {
      do {
        throwIfOver(wanted, now);
        if (interval.isDue()) {
          LOG.info(
              Progress.LINE,
              "waiting for group {} to commit {} more records",
              query.group(),
              left.get());
        }
        Thread.sleep(PAUSE.toMillis());
        now = query.ask();
        left.set(wanted.uncommitted(now.committed()));
      } while (!hasCaughtUp(wanted, now));
    }
    return now;
  }

  private void throwIfOver(FixedOffsets wanted, FixedOffsets now) {
    if (isOver()) {
      throw new ServerException(reason(wanted, now));
    }
  }

  private String reason(FixedOffsets wanted, FixedOffsets now) {
    String after = timeout.isZero() ? "" : " after " + timeout.toSeconds() + " s";
    if (!now.hasGroup()) {
      return String.format(
          Locale.ROOT,
          "Group %s has no committed offsets for topic %s%s: it never read the topic, or its"
              + " offsets expired. Fix --group, or start the store.",
          query.group(),
          topic,
          after);
    }
    String behind =
        String.format(
            Locale.ROOT,
            "Group %s is %d records of %s behind%s: ",
            query.group(),
            wanted.uncommitted(now.committed()),
            topic,
            after);
    return now.hidden() == 0
        ? behind + "check that the store is running, or raise --settleTimeout."
        : behind
            + now.hidden()
            + " records are behind an open transaction. Find its producer with"
            + " kafka-transactions.sh describe-producers and end the transaction, or raise"
            + " --settleTimeout.";
  }

  /**
   * Returns whether users were published since then. If so, differences may be users that were
   * stored between reading the topic and the table, and another comparison may resolve them. Always
   * false after the timeout.
   */
  boolean movedSince(FixedOffsets compared) throws InterruptedException {
    return !isOver() && query.ask().end() != compared.end();
  }

  /** Returns whether the timeout has passed, which is always true without one. */
  boolean isOver() {
    return System.nanoTime() - startNanos >= timeout.toNanos();
  }
}

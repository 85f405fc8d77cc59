package io.userstream.pipelines.reconcile;

import io.userstream.runloop.servers.LogInterval;
import io.userstream.runloop.servers.ServerException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fixes what is compared. With a timeout it first waits for the flow to settle: until the group has
 * committed what was in the topic when the waiting began. Not thread-safe.
 */
final class Settling {
  private static final Logger LOG = LoggerFactory.getLogger(Settling.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final OffsetsQuery query;
  private final String topic;
  private final Duration timeout;
  private final long startNanos = System.nanoTime();

  /**
   * Starts the clock.
   *
   * @param timeout zero to compare at once
   */
  Settling(OffsetsQuery query, String topic, Duration timeout) {
    this.query = query;
    this.topic = topic;
    this.timeout = timeout;
  }

  /**
   * Returns what to compare, when the store has come that far.
   *
   * @throws ServerException when the group has committed nothing although there are records, when
   *     the time passes before the group has caught up, naming the reason, or when Kafka does not
   *     answer
   */
  FixedOffsets await() throws InterruptedException {
    FixedOffsets wanted = query.ask();
    FixedOffsets now = wanted;
    LogInterval interval = new LogInterval(Duration.ofSeconds(10), System::nanoTime);
    while (!now.hasGroup() || (!timeout.isZero() && wanted.uncommitted(now.committed()) > 0)) {
      if (isOver()) {
        throw new ServerException(reason(wanted, now));
      }
      if (interval.isDue()) {
        LOG.info(
            "waiting for group {} to commit {} records more",
            query.group(),
            wanted.uncommitted(now.committed()));
      }
      Thread.sleep(PAUSE.toMillis());
      now = query.ask();
    }
    return now;
  }

  private String reason(FixedOffsets wanted, FixedOffsets now) {
    String after = timeout.isZero() ? "" : " after " + timeout.toSeconds() + " s";
    if (!now.hasGroup()) {
      return String.format(
          "Group %s has no committed offsets for topic %s%s: it never read the topic, or its"
              + " offsets have expired. Correct --group, or start the store.",
          query.group(), topic, after);
    }
    String behind =
        String.format(
            "Group %s is %d records of %s behind%s: ",
            query.group(), wanted.uncommitted(now.committed()), topic, after);
    return now.hidden() == 0
        ? behind + "see that the store runs, or raise --settleTimeout."
        : behind
            + now.hidden()
            + " records are behind an open transaction. Find its producer by kafka-transactions.sh"
            + " describe-producers, let it end the transaction, or raise --settleTimeout.";
  }

  /**
   * Says whether users were published since: then what differs may have been stored between the
   * look into the topic and that into the table, and another comparison may find it in order.
   * Always false when the time is over.
   */
  boolean movedSince(FixedOffsets compared) throws InterruptedException {
    return !isOver() && query.ask().end() != compared.end();
  }

  /** Returns whether the time is over; at once without a timeout. */
  boolean isOver() {
    return System.nanoTime() - startNanos >= timeout.toNanos();
  }
}

package io.userstream.pipelines.reconcile;

import io.userstream.io.ServerException;
import io.userstream.pipelines.options.Durations;
import io.userstream.pipelines.options.KafkaSettings;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fixes what is compared, and when {@code --settleTimeout} is given waits for the flow to settle:
 * until the store has committed what was in the topic when the waiting began. Not thread-safe.
 */
final class Settling {
  private static final Logger LOG = LoggerFactory.getLogger(Settling.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration SAY_EVERY = Duration.ofSeconds(10);

  private final Admin admin;
  private final ReconcileOptions options;
  private final Duration timeout;
  private final long startNanos = System.nanoTime();

  /** The time begins to run. */
  Settling(Admin admin, ReconcileOptions options) {
    this.admin = admin;
    this.options = options;
    this.timeout =
        options.getSettleTimeout() == null
            ? Duration.ZERO
            : Durations.parse(options.getSettleTimeout());
  }

  /**
   * Returns what to compare, when the store has come that far.
   *
   * @throws ServerException when the time passes before, naming group and topic, or when Kafka does
   *     not answer
   */
  FixedOffsets await() throws InterruptedException {
    FixedOffsets wanted = ask();
    FixedOffsets now = wanted;
    long saidNanos = System.nanoTime() - SAY_EVERY.toNanos();
    while (!timeout.isZero() && wanted.uncommitted(now.committed()) > 0) {
      long records = wanted.uncommitted(now.committed());
      if (isOver()) {
        throw new ServerException(
            String.format(
                "Group %s is %d records of %s behind after %d s: see that the store runs, or raise"
                    + " --settleTimeout.",
                options.getGroup(), records, options.getTopic(), timeout.toSeconds()));
      }
      if (System.nanoTime() - saidNanos >= SAY_EVERY.toNanos()) {
        LOG.info("waiting for group {} to commit {} records more", options.getGroup(), records);
        saidNanos = System.nanoTime();
      }
      Thread.sleep(PAUSE.toMillis());
      now = ask();
    }
    return now;
  }

  /**
   * Says whether users were published since: then what differs may have been stored between the
   * look into the topic and that into the table, and another comparison may find it in order.
   * Always false when the time is over.
   */
  boolean movedSince(FixedOffsets compared) throws InterruptedException {
    return !isOver() && ask().end() != compared.end();
  }

  private boolean isOver() {
    return System.nanoTime() - startNanos >= timeout.toNanos();
  }

  private FixedOffsets ask() throws InterruptedException {
    return FixedOffsets.ask(
        admin, options.getTopic(), KafkaSettings.deadLetterTopic(options), options.getGroup());
  }
}

package io.userstream.runloop;

import java.time.Duration;
import java.util.Locale;
import javax.annotation.Nullable;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tracks how long the brokers have been silent, or the topic missing. For use by the loop's thread
 * only.
 */
final class KafkaOutage {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaOutage.class);

  private final RunLoopConfig config;
  private final LoopTime time;
  private boolean topicIsMissing;
  @Nullable private Long silentSinceNanos;
  @Nullable private Long missingSinceNanos;

  KafkaOutage(RunLoopConfig config, LoopTime time) {
    this.config = config;
    this.time = time;
  }

  /** Returns true if the brokers did not answer the last question about the logs. */
  boolean isOngoing() {
    return silentSinceNanos != null;
  }

  /** Notes that the brokers answered a question about the logs. */
  void end() {
    missingSinceNanos = null;
    if (isOngoing()) {
      LOG.info("Kafka is reachable again");
      silentSinceNanos = null;
    }
  }

  /**
   * Notes that the brokers did not answer a question, or do not know the topic.
   *
   * @throws RunLoopException when the topic has been missing for too long
   */
  void note(RetriableException failure) throws RunLoopException {
    if (!isOngoing()) {
      silentSinceNanos = time.nanoTime();
    }
    topicIsMissing = failure instanceof UnknownTopicOrPartitionException;
    if (topicIsMissing) { // Brokers that are silent say nothing about the topic.
      requireTopicSoon();
    }
    LOG.warn("{}", describe());
    LOG.debug("Kafka", failure);
  }

  private void requireTopicSoon() throws RunLoopException {
    if (missingSinceNanos == null) {
      missingSinceNanos = time.nanoTime();
    }
    Duration missing = since(missingSinceNanos);
    if (missing.compareTo(config.missingTopicTimeout()) >= 0) {
      throw new RunLoopException(
          String.format(
              Locale.ROOT,
              "Topic %s does not exist at %s after %d s. Create it, or fix its name or the address",
              config.topic(),
              config.clientProperties().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG),
              missing.toSeconds()));
    }
  }

  /** Describes the ongoing outage in a few words. */
  String describe() {
    Duration silent = since(silentSinceNanos);
    return topicIsMissing
        ? String.format(
            Locale.ROOT,
            "waiting for topic %s, which has not existed for %d s",
            config.topic(),
            silent.toSeconds())
        : String.format(
            Locale.ROOT,
            "waiting for Kafka: no response for %d s",
            silent.plus(KafkaGroupClient.REQUEST_TIMEOUT).toSeconds());
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(time.nanoTime() - nanos);
  }
}

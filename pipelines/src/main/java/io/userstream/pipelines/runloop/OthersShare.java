package io.userstream.pipelines.runloop;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/**
 * What the group as a whole has still to do, for a member that has no partition: the others have
 * all of them, or have not let go of one yet. For use by the loop's thread alone.
 */
final class OthersShare {
  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final Duration timeout;
  private final Map<TopicPartition, Long> endsAtFirst = new HashMap<>();

  OthersShare(Consumer<byte[], byte[]> consumer, String topic, Duration timeout) {
    this.consumer = consumer;
    this.topic = topic;
    this.timeout = timeout;
  }

  /**
   * Asks the brokers whether everything is committed that was in the logs when they were asked
   * first; false as well when they do not answer in time.
   */
  boolean drained() {
    try {
      return committedUpToFirstEnds();
    } catch (RetriableException e) {
      return false;
    }
  }

  private boolean committedUpToFirstEnds() {
    if (endsAtFirst.isEmpty()) {
      Set<TopicPartition> partitions =
          consumer.partitionsFor(topic, timeout).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .collect(Collectors.toSet());
      endsAtFirst.putAll(consumer.endOffsets(partitions, timeout));
    }
    Map<TopicPartition, OffsetAndMetadata> committed =
        consumer.committed(endsAtFirst.keySet(), timeout);
    return endsAtFirst.entrySet().stream()
        .allMatch(
            end -> {
              OffsetAndMetadata safe = committed.get(end.getKey());
              return (safe == null ? 0 : safe.offset()) >= end.getValue();
            });
  }
}

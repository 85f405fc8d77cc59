package io.userstream.pipelines.runloop;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/**
 * What the group as a whole has still to do, for a member that has no partition: the others have
 * all of them, or have not let go of one yet. For use by the loop's thread alone.
 */
final class OthersShare {
  private final GroupClient client;
  private final String topic;
  private final Map<TopicPartition, Long> endsAtFirst = new HashMap<>();

  OthersShare(GroupClient client, String topic) {
    this.client = client;
    this.topic = topic;
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
          IntStream.range(0, client.topic().partitions())
              .mapToObj(number -> new TopicPartition(topic, number))
              .collect(Collectors.toSet());
      endsAtFirst.putAll(client.highWatermarks(partitions));
    }
    Map<TopicPartition, OffsetAndMetadata> committed = client.committed(endsAtFirst.keySet());
    return endsAtFirst.entrySet().stream()
        .allMatch(
            end -> {
              OffsetAndMetadata safe = committed.get(end.getKey());
              return !CommitMetadata.of(safe).isRefused()
                  && (safe == null ? 0 : safe.offset()) >= end.getValue();
            });
  }
}

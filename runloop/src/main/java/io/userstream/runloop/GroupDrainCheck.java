package io.userstream.runloop;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Checks whether the topic is drained. A member without partitions checks the group as a whole,
 * because the others may have all partitions, or may not have released one yet. For use by the
 * loop's thread only.
 */
final class GroupDrainCheck {
  private final GroupClient client;
  private final String topic;
  @Nullable private Uuid topicId;
  private final Map<TopicPartition, Long> endsAtFirst = new HashMap<>();

  GroupDrainCheck(GroupClient client, String topic) {
    this.client = client;
    this.topic = topic;
  }

  /**
   * Returns true if everything is committed that was in this member's partitions when they were
   * assigned, and no other partition has records that no member has opened yet: the topic may have
   * got new partitions. A member without partitions asks the brokers whether everything is
   * committed that was in the logs at its first question, and returns false if they do not answer
   * in time.
   */
  boolean drained(Collection<PartitionLedger> ledgers) {
    if (!ledgers.stream().allMatch(PartitionLedger::drained)) {
      return false;
    }
    try {
      return ledgers.isEmpty() ? committedUpToFirstEnds() : othersAreOpened(ledgers);
    } catch (RetriableException e) {
      return false;
    }
  }

  /** A member commits an offset for every partition that it opens. */
  private boolean othersAreOpened(Collection<PartitionLedger> ledgers) {
    Set<TopicPartition> others = partitions(client.topic());
    ledgers.forEach(ledger -> others.remove(ledger.partition()));
    if (others.isEmpty()) {
      return true;
    }
    Map<TopicPartition, OffsetAndMetadata> committed = client.committed(others);
    others.removeIf(partition -> committed.get(partition) != null);
    if (others.isEmpty()) {
      return true;
    }
    Map<TopicPartition, Long> begins = client.begins(others);
    return client.highWatermarks(others).entrySet().stream()
        .allMatch(end -> end.getValue() <= begins.get(end.getKey()));
  }

  private boolean committedUpToFirstEnds() {
    TopicState now = client.topic();
    if (!now.id().equals(topicId)) {
      topicId = now.id();
      endsAtFirst.clear();
    }
    if (endsAtFirst.isEmpty()) {
      endsAtFirst.putAll(client.highWatermarks(partitions(now)));
    }
    Map<TopicPartition, OffsetAndMetadata> committed = client.committed(endsAtFirst.keySet());
    boolean isCommitted =
        endsAtFirst.entrySet().stream()
            .allMatch(end -> isOfThisTopicUpTo(end.getValue(), committed.get(end.getKey())));
    return isCommitted && isInLogs(committed);
  }

  private Set<TopicPartition> partitions(TopicState now) {
    return IntStream.range(0, now.partitions())
        .mapToObj(number -> new TopicPartition(topic, number))
        .collect(Collectors.toSet());
  }

  /** Offsets of another topic, or with a marker, are for their owner to report. */
  private boolean isOfThisTopicUpTo(long end, @Nullable OffsetAndMetadata committed) {
    CommitMetadata metadata = CommitMetadata.of(committed);
    return !metadata.isRefused()
        && metadata.topicId().map(id -> id.equals(topicId)).orElse(true)
        && (committed == null ? 0 : committed.offset()) >= end;
  }

  /** A committed offset beyond the end of its log says nothing: the log was truncated. */
  private boolean isInLogs(Map<TopicPartition, OffsetAndMetadata> committed) {
    Map<TopicPartition, Long> ends = client.highWatermarks(endsAtFirst.keySet());
    return ends.entrySet().stream()
        .allMatch(
            end -> {
              OffsetAndMetadata safe = committed.get(end.getKey());
              return safe == null || safe.offset() <= end.getValue();
            });
  }
}

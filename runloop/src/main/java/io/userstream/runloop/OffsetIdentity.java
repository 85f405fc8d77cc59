package io.userstream.runloop;

import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Decides whether a committed offset belongs to the current log of its partition, by the metadata
 * that the loop commits with it. Accepts empty metadata and metadata of another tool, as the loop
 * does.
 */
public final class OffsetIdentity {
  private OffsetIdentity() {}

  /**
   * Returns what is wrong with an offset, as a sentence; empty if it belongs to the log.
   *
   * @param topicId of the current topic of that name
   * @param begin the first offset of its log
   * @param end the high watermark of its log
   */
  public static Optional<String> fault(
      String group,
      TopicPartition partition,
      OffsetAndMetadata offset,
      Uuid topicId,
      long begin,
      long end) {
    CommitMetadata metadata = CommitMetadata.of(offset);
    Uuid was = metadata.topicId().orElse(topicId);
    long committed = offset.offset();
    LogFault.Reason reason;
    if (metadata.isRefused()) {
      LogFault marked = metadata.fault(partition, offset.offset(), topicId);
      reason = marked.reason();
      committed = marked.committed();
      was = marked.was().orElse(was);
    } else if (!was.equals(topicId)) {
      reason = LogFault.Reason.RECREATED;
    } else if (committed < begin) {
      reason = LogFault.Reason.EXPIRED;
    } else if (committed > end) {
      reason = LogFault.Reason.BEYOND_END;
    } else {
      return Optional.empty();
    }
    LogFault.Builder fault =
        LogFault.builder()
            .setPartition(partition)
            .setReason(reason)
            .setCommitted(committed)
            .setPosition(committed)
            .setBegin(begin)
            .setEnd(end)
            .setTopicId(topicId);
    if (!was.equals(topicId)) {
      fault.setWas(was);
    }
    return Optional.of(fault.build().summary(group));
  }
}

package io.userstream.io.deadletters;

import java.util.Objects;
import javax.annotation.Nullable;

/**
 * A record of a topic.
 *
 * <p>Topic, partition and offset do not identify a record, because a recreated topic, or a log that
 * lost its end, uses them again. The topic id and the timestamp distinguish such records.
 *
 * @param topic the topic
 * @param topicId the id of the topic; null in a place and in dead letters of earlier releases
 * @param partition the partition
 * @param offset the offset
 * @param timestampMs the record's timestamp in milliseconds since the epoch; null in a place
 */
public record RecordOrigin(
    String topic, @Nullable String topicId, int partition, long offset, @Nullable Long timestampMs)
    implements Origin {

  /** Returns a place: topic, partition and offset only. */
  public static RecordOrigin at(String topic, int partition, long offset) {
    return new RecordOrigin(topic, null, partition, offset, null);
  }

  /**
   * Returns whether this is a record of a topic, and not of an earlier topic of the same name. Dead
   * letters of earlier releases have no topic id: their record belongs to an earlier topic if it is
   * older than every record of its partition.
   *
   * @param id the id of the topic
   * @param oldestMs the append time of the oldest record in the partition
   */
  public boolean isOf(String name, String id, long oldestMs) {
    if (!topic.equals(name)) {
      return false;
    }
    return topicId == null ? timestampMs == null || timestampMs >= oldestMs : topicId.equals(id);
  }

  @Override
  public RecordOrigin place() {
    return at(topic, partition, offset);
  }

  @Override
  public String log() {
    return topic + "-" + partition;
  }

  /**
   * Returns whether both are the same record. If one has no topic id, as in earlier releases, their
   * timestamps must be equal.
   */
  @Override
  public boolean isSame(Origin other) {
    if (!(other instanceof RecordOrigin record) || !place().equals(record.place())) {
      return false;
    }
    boolean bothIds = topicId != null && record.topicId != null;
    if (bothIds && !topicId.equals(record.topicId)) {
      return false;
    }
    if (timestampMs == null || record.timestampMs == null) {
      return bothIds;
    }
    return Objects.equals(timestampMs, record.timestampMs);
  }

  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}

package io.userstream.io.deadletters;

import com.google.common.collect.Maps;
import io.userstream.io.kafka.AcknowledgedWriter;
import io.userstream.io.kafka.LogReader;
import io.userstream.runloop.ranges.OffsetSet;
import io.userstream.runloop.ranges.PartitionRange;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The records of one topic whose dead letters were redriven. Immutable. */
public final class RedriveMarks implements Serializable {
  private static final long serialVersionUID = 1L;

  /** No marks. */
  public static final RedriveMarks NONE = new RedriveMarks(Map.of());

  private final HashMap<Integer, OffsetSet> offsets;

  private RedriveMarks(Map<Integer, OffsetSet> offsets) {
    this.offsets = new HashMap<>(offsets);
  }

  /** Returns whether the dead letter of a record was redriven. */
  public boolean contains(int partition, long offset) {
    return offsets.getOrDefault(partition, OffsetSet.EMPTY).contains(offset);
  }

  public boolean isEmpty() {
    return offsets.isEmpty();
  }

  /**
   * Reads the marks in parts of the dead letter topic, where they are among the dead letters.
   *
   * @param parts of the dead letter topic, at most one for each partition
   * @param topic the topic of the records
   * @param topicId the id of this topic, whose marks count
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  public static RedriveMarks read(
      List<PartitionRange> parts, Map<String, ?> clientProperties, String topic, String topicId) {
    Gatherer marks = new Gatherer(topic, topicId);
    if (parts.isEmpty()) {
      return NONE;
    }
    try (LogReader log = new LogReader(parts.get(0).topic(), clientProperties)) {
      log.read(parts, read -> RedriveMark.in(read.headers(), read.value()).ifPresent(marks::add));
    }
    return marks.marks();
  }

  /**
   * Writes marks, acknowledged by all in-sync replicas.
   *
   * @throws org.apache.kafka.common.KafkaException if one is not acknowledged; others may have been
   *     written
   */
  public static void write(
      String deadLetterTopic, Map<String, ?> clientProperties, List<RedriveMark> marks) {
    try (AcknowledgedWriter writer = new AcknowledgedWriter(clientProperties)) {
      marks.forEach(mark -> mark.toRecords(deadLetterTopic).forEach(writer::send));
      writer.awaitAcknowledged();
    }
  }

  /** Gathers the marks of one topic in any order. Not thread-safe. */
  public static final class Gatherer {
    private final String topic;
    private final String topicId;
    private final Map<Integer, List<OffsetSet>> offsets = new HashMap<>();

    /** See {@link RedriveMarks#read}. */
    public Gatherer(String topic, String topicId) {
      this.topic = topic;
      this.topicId = topicId;
    }

    /** Adds a mark, unless it is of another topic. */
    public void add(RedriveMark mark) {
      if (mark.topic().equals(topic) && mark.topicId().equals(topicId)) {
        offsets.computeIfAbsent(mark.partition(), p -> new ArrayList<>()).add(mark.offsets());
      }
    }

    /** Returns the marks. */
    public RedriveMarks marks() {
      return new RedriveMarks(Maps.transformValues(offsets, OffsetSet::union));
    }
  }
}

package io.userstream.io.deadletters;

import io.userstream.runloop.ranges.OffsetSet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * States that the dead letters of some records were processed again, and that the records are
 * stored. It is a record of the dead letter topic without a key. Earlier releases ignore it,
 * because it has no origin. Immutable.
 *
 * @param topic the topic of the records
 * @param topicId the id of this topic
 * @param partition the partition of the records
 * @param offsets the offsets of the records
 */
public record RedriveMark(String topic, String topicId, int partition, OffsetSet offsets) {
  /** The topic of the records. */
  public static final String TOPIC = "userstream.redriven.topic";

  /** The id of this topic. */
  public static final String TOPIC_ID = "userstream.redriven.topic.id";

  public static final String PARTITION = "userstream.redriven.partition";

  /** About 200 KB, less than every limit of a broker. */
  private static final int MAX_INTERVALS = 10_000;

  /** Returns whether it names a record. Records of earlier releases, without a topic id, never. */
  boolean names(RecordOrigin record) {
    return record.partition() == partition
        && topicId.equals(record.topicId())
        && topic.equals(record.topic())
        && offsets.contains(record.offset());
  }

  /** Returns the records to write. */
  List<ProducerRecord<byte[], byte[]>> toRecords(String deadLetterTopic) {
    return offsets.pieces(MAX_INTERVALS).stream()
        .map(
            piece ->
                new ProducerRecord<byte[], byte[]>(
                    deadLetterTopic,
                    null,
                    null,
                    bytes(piece.toString()),
                    List.of(
                        new RecordHeader(TOPIC, bytes(topic)),
                        new RecordHeader(TOPIC_ID, bytes(topicId)),
                        new RecordHeader(PARTITION, bytes(Integer.toString(partition))))))
        .toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a record of the dead letter topic. Returns empty if it is not a well-formed mark. */
  public static Optional<RedriveMark> in(Headers headers, @Nullable byte[] value) {
    String topic = Origin.text(headers, TOPIC);
    String topicId = Origin.text(headers, TOPIC_ID);
    Long partition = Origin.number(headers, PARTITION);
    if (topic == null || topicId == null || partition == null || value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new RedriveMark(
              topic,
              topicId,
              Math.toIntExact(partition),
              OffsetSet.parse(new String(value, StandardCharsets.US_ASCII))));
    } catch (IllegalArgumentException | ArithmeticException e) {
      return Optional.empty(); // Another program wrote it.
    }
  }
}

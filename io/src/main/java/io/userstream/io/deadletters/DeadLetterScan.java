package io.userstream.io.deadletters;

import io.userstream.io.kafka.LogReader;
import io.userstream.runloop.ranges.SourceRecord;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the whole dead letter topic once. */
public final class DeadLetterScan {
  private DeadLetterScan() {}

  /** Receives the records of the topic in the order of each partition. */
  public interface Visitor {
    /**
     * Receives a dead letter.
     *
     * @param letter the record, which may be encrypted
     */
    void letter(SourceRecord letter, Origin origin);

    /** Receives a mark. */
    void mark(RedriveMark mark);
  }

  /**
   * Reads all records up to the ends at the moment. Skips those of other programs.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  public static void read(String topic, Map<String, ?> clientProperties, Visitor visitor) {
    try (LogReader log = new LogReader(topic, clientProperties)) {
      log.readAll(read -> pass(read, visitor));
    }
  }

  private static void pass(ConsumerRecord<byte[], byte[]> read, Visitor visitor) {
    Origin.inHeaders(read.headers())
        .ifPresentOrElse(
            origin -> visitor.letter(SourceRecord.of(read, 0), origin),
            () -> RedriveMark.in(read.headers(), read.value()).ifPresent(visitor::mark));
  }
}

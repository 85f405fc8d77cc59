package io.userstream.tests.faults;

import java.nio.charset.StandardCharsets;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The record of a dead letter, read without the project's own code.
 *
 * @param number number of the record, which keeps its headers
 * @param topicId id of the topic that the record was in, or null if the dead letter does not state
 *     it
 * @param place place of the record
 */
record FoundDeadLetter(int number, @Nullable String topicId, Place place) {
  private static final String PREFIX = "userstream.origin.";

  static FoundDeadLetter of(ConsumerRecord<byte[], byte[]> letter) {
    Headers headers = letter.headers();
    return new FoundDeadLetter(
        Published.numberIn(headers),
        text(headers, "topic.id"),
        new Place(
            Integer.parseInt(text(headers, "partition")), Long.parseLong(text(headers, "offset"))));
  }

  @Nullable
  private static String text(Headers headers, String name) {
    Header header = headers.lastHeader(PREFIX + name);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }
}

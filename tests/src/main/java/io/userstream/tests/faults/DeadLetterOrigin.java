package io.userstream.tests.faults;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Which record a dead letter is about, by its headers; read past the project's own code.
 *
 * @param topicId null as long as dead letters do not carry it
 */
record DeadLetterOrigin(String topic, @Nullable String topicId, Place place) {
  private static final String PREFIX = "userstream.origin.";

  static DeadLetterOrigin in(Headers headers) {
    return new DeadLetterOrigin(
        text(headers, "topic").orElseThrow(),
        text(headers, "topic.id").orElse(null),
        new Place(
            Integer.parseInt(text(headers, "partition").orElseThrow()),
            Long.parseLong(text(headers, "offset").orElseThrow())));
  }

  private static Optional<String> text(Headers headers, String name) {
    Header header = headers.lastHeader(PREFIX + name);
    return Optional.ofNullable(header)
        .map(found -> new String(found.value(), StandardCharsets.UTF_8));
  }
}

package io.userstream.tests.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.userstream.model.RejectReason;
import io.userstream.model.User;
import io.userstream.model.UserJson;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.LocalStack;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.joda.time.Instant;

/**
 * Publishes records that cannot become users, one kind for each reason of the vocabulary, in turn.
 */
final class BrokenRecords {
  private static final List<RejectReason> REASONS =
      Arrays.stream(RejectReason.values())
          .filter(reason -> reason != RejectReason.TOO_LARGE)
          .toList();

  private BrokenRecords() {}

  /**
   * Sends broken records with a key each, and waits until all are acknowledged.
   *
   * @throws org.apache.kafka.common.KafkaException if one is not acknowledged
   */
  static void publish(LocalStack stack, String topic, int count) throws Exception {
    try (Producer<byte[], byte[]> producer = KafkaClients.producer(stack)) {
      for (Future<?> sent :
          IntStream.range(0, count).mapToObj(i -> producer.send(record(topic, i))).toList()) {
        sent.get();
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, int number) {
    RejectReason reason = REASONS.get(number % REASONS.size());
    String id = UUID.nameUUIDFromBytes(("broken-" + number).getBytes(UTF_8)).toString();
    String key = reason == RejectReason.INVALID_KEY ? "no-uuid-" + number : id;
    return new ProducerRecord<>(topic, key.getBytes(UTF_8), value(reason, id));
  }

  private static byte[] value(RejectReason reason, String id) {
    User.Builder user = Publisher.user(0).toBuilder().setId(id);
    return switch (reason) {
      case INVALID_KEY -> UserJson.write(user.build());
      case KEY_MISMATCH -> UserJson.write(user.setId(Publisher.id(0)).build());
      case MALFORMED -> "{\"id\":".getBytes(UTF_8);
      // Confluent's wire format, with the id of an unregistered schema.
      case UNKNOWN_SCHEMA -> new byte[] {0, 0, 0, 0, 42, 1, 2, 3};
      case MISSING_FIELD -> ("{\"id\":\"" + id + "\"}").getBytes(UTF_8);
      case INVALID_VALUE -> UserJson.write(user.setEmail("nobody").build());
      case TOO_LARGE -> throw new IllegalArgumentException("takes too much memory");
      case TOO_LONG -> UserJson.write(user.setFirstName("x".repeat(10_000)).build());
      case IMPLAUSIBLE_DATE ->
          UserJson.write(user.setDateOfBirth(Instant.parse("1066-10-14T09:00:00Z")).build());
    };
  }
}

package io.userstream.tests.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;

import io.userstream.io.deadletters.DeadLetter;
import io.userstream.io.deadletters.DeadLetterWriter;
import io.userstream.runloop.ranges.SourceRecord;
import io.userstream.tests.flow.EmptyTopics;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.Test;

/** Checks which dead letters count as written. */
public class DeadLetterLookUpIT {
  private final Flow flow = Flow.on(SharedStack.get(), "look_up");
  private final Map<String, Object> client =
      Map.of("bootstrap.servers", flow.stack().bootstrapServers());

  @Test
  public void deadLetterOfAWorkerWithALateClockIsFound() throws Exception {
    EmptyTopics.create(flow.stack(), new NewTopic(flow.topic(), 1, (short) 1));
    long appendedMs = System.currentTimeMillis();
    SourceRecord record =
        SourceRecord.of("users", 0, 7, appendedMs, 0, new byte[1], new byte[1], null);
    DeadLetter letter = DeadLetter.ofRecord(record, null, "malformed", "no JSON", 1);
    ProducerRecord<byte[], byte[]> written = letter.toRecord(flow.topic());
    long behindMs = appendedMs - Duration.ofMinutes(5).toMillis();
    try (KafkaProducer<byte[], byte[]> worker =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      worker
          .send(
              new ProducerRecord<>(
                  flow.topic(), 0, behindMs, written.key(), written.value(), written.headers()))
          .get();
    }

    try (DeadLetterWriter writer = new DeadLetterWriter(flow.topic(), client)) {
      assertThat(writer.unwritten(List.of(letter)), empty());
    }
  }
}

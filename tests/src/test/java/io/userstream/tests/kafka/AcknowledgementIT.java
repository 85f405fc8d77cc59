package io.userstream.tests.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import io.userstream.io.deadletters.DeadLetter;
import io.userstream.io.deadletters.DeadLetterEncryption;
import io.userstream.io.deadletters.DeadLetterWriter;
import io.userstream.io.kafka.AcknowledgedWriter;
import io.userstream.runloop.ranges.SourceRecord;
import io.userstream.tests.flow.EmptyTopics;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.stack.SharedStack;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.junit.Before;
import org.junit.Test;

/**
 * Checks producers on a topic that rejects every message for its size, so nothing is acknowledged.
 */
public class AcknowledgementIT {
  private final Flow flow = Flow.on(SharedStack.get(), "acknowledged");

  @Before
  public void createTopic() throws Exception {
    EmptyTopics.create(
        flow.stack(),
        new NewTopic(flow.topic(), 1, (short) 1).configs(Map.of("max.message.bytes", "1")));
  }

  @Test
  public void waitingFailsWithoutAnAcknowledgement() {
    try (AcknowledgedWriter writer = new AcknowledgedWriter(client())) {
      writer.send(new ProducerRecord<>(flow.topic(), new byte[1], new byte[1]));

      KafkaException failed = assertThrows(KafkaException.class, writer::awaitAcknowledged);

      assertThat(failed.getMessage(), is("a record was not acknowledged"));
    }
  }

  @Test
  public void unacknowledgedDeadLetterFailsTheBundle() {
    SourceRecord record = SourceRecord.of(flow.topic(), 0, 0, 0, 0, new byte[1], new byte[1], null);
    DeadLetter letter = DeadLetter.ofRecord(record, null, "malformed", "no JSON", 1);
    try (DeadLetterWriter writer =
        new DeadLetterWriter(flow.topic(), client(), DeadLetterEncryption.NONE)) {
      assertThrows(KafkaException.class, () -> writer.write(List.of(letter)));
    }
  }

  private Map<String, Object> client() {
    return flow.stack().kafkaClient();
  }
}

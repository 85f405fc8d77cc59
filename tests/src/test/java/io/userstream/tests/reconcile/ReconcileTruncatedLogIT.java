package io.userstream.tests.reconcile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.userstream.io.deadletters.DeadLetter;
import io.userstream.io.deadletters.Origin;
import io.userstream.io.deadletters.RecordOrigin;
import io.userstream.runloop.ranges.SourceRecord;
import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.SharedStack;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/**
 * Checks dead letters of records that the log lost in an unclean leader election. Other records
 * with the same keys now hold their offsets.
 */
@Category(OnSpark.class)
public final class ReconcileTruncatedLogIT {
  private static final int GOOD = 20;
  private static final int BROKEN = 10;

  @Test
  public void deadLettersOfLostRecordsAreDead() {
    Flow flow = Flow.on(SharedStack.get(), "reconcile_truncated").setUp("--partitions=2");
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, GOOD);
      for (int i = 0; i < BROKEN; i += 2) {
        publisher.poison(GOOD + i);
        publisher.send("no uuid " + i, "no user".getBytes(StandardCharsets.UTF_8));
      }
    }
    flow.prepare("store", "--until=drained");
    String topicId =
        ((RecordOrigin) Origin.inHeaders(flow.contents().deadLetters().get(0).headers()).get())
            .topicId();
    writeDeadLetters(flow, topicId, flow.contents().records());

    JobResult result = flow.run("reconcile");

    assertThat(
        result.out(),
        is(
            String.format(
                Locale.ROOT,
                "reconciled: published=%d stored=%d erased=0 dead=%d in-flight=0%n",
                2 * (GOOD + BROKEN),
                GOOD,
                GOOD + 2 * BROKEN)));
    assertThat(result.exitCode(), is(0));
  }

  /** Writes a dead letter for an earlier record at the offset of each given record. */
  private static void writeDeadLetters(
      Flow flow, String topicId, List<ConsumerRecord<byte[], byte[]>> records) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            flow.stack().kafkaClient(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        SourceRecord lost =
            SourceRecord.of(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp() - 60_000,
                0,
                record.key(),
                record.value(),
                null);
        var unused =
            producer.send(
                DeadLetter.ofRecord(lost, topicId, "malformed", "no JSON", 1)
                    .toRecord(flow.deadLetterTopic()));
      }
      producer.flush();
    }
  }
}

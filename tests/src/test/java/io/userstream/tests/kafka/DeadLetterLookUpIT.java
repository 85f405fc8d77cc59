package io.userstream.tests.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.userstream.io.deadletters.DeadLetter;
import io.userstream.io.deadletters.DeadLetterEncryption;
import io.userstream.io.deadletters.DeadLetterWriter;
import io.userstream.runloop.ranges.SourceRecord;
import io.userstream.tests.flow.EmptyTopics;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.stack.SharedStack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.Test;

/** Checks which dead letters count as written. */
public class DeadLetterLookUpIT {
  private final Flow flow = Flow.on(SharedStack.get(), "look_up");
  private final Map<String, Object> client = flow.stack().kafkaClient();

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

    try (DeadLetterWriter writer =
        new DeadLetterWriter(flow.topic(), client, DeadLetterEncryption.NONE)) {
      assertThat(writer.unwritten(List.of(letter)), empty());
    }
  }

  @Test
  public void lookUpsOfABacklogReadEachDeadLetterOnce() throws Exception {
    int bundles = 20;
    int size = 500;
    EmptyTopics.create(flow.stack(), new NewTopic(flow.topic(), 3, (short) 1));
    Map<String, Object> counted = new HashMap<>(client);
    counted.put("interceptor.classes", CountingInterceptor.class.getName());
    CountingInterceptor.RECORDS.set(0);
    List<DeadLetter> all = letters(bundles * size);
    try (DeadLetterWriter writer =
        new DeadLetterWriter(flow.topic(), counted, DeadLetterEncryption.NONE)) {
      for (int bundle = 0; bundle < bundles; bundle++) {
        writer.write(writer.unwritten(all.subList(bundle * size, (bundle + 1) * size)));
      }
    }

    assertThat(CountingInterceptor.RECORDS.get(), lessThanOrEqualTo((long) bundles * size));
    assertThat(flow.contents().records().size(), is(bundles * size));

    // Another attempt at everything, as of a driver that was killed before its commit.
    CountingInterceptor.RECORDS.set(0);
    try (DeadLetterWriter writer =
        new DeadLetterWriter(flow.topic(), counted, DeadLetterEncryption.NONE)) {
      for (int bundle = 0; bundle < bundles; bundle++) {
        List<DeadLetter> again = all.subList(bundle * size, (bundle + 1) * size);
        assertThat(writer.unwritten(again), empty());
      }
    }
    // Chunks are larger than these bundles, so neighbors are read as well.
    assertThat(CountingInterceptor.RECORDS.get(), lessThanOrEqualTo(12L * bundles * size));
  }

  private static List<DeadLetter> letters(int count) {
    long nowMs = System.currentTimeMillis();
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                DeadLetter.ofRecord(
                    SourceRecord.of(
                        "users",
                        0,
                        i,
                        nowMs - 60_000 + i,
                        0,
                        Integer.toString(i).getBytes(StandardCharsets.UTF_8),
                        new byte[100],
                        null),
                    null,
                    "malformed",
                    "no JSON",
                    1))
        .toList();
  }
}

package io.userstream.tests.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import io.userstream.runloop.OldestRecord;
import io.userstream.runloop.RunLoopStatus;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.flow.TopicConfig;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.Test;

public class OldestRecordIT {
  /** More than it looks at in a turn. */
  private static final int PARTITIONS = 250;

  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Flow flow = Flow.on(SharedStack.get(), "oldest");
  private final AtomicInteger asked = new AtomicInteger();

  /** All partitions but the last one progress. */
  @Test
  public void aPartitionThatIsStuckIsFoundAmongManyThatAreNot() throws Exception {
    flow.setUp("--partitions=" + PARTITIONS);
    try (Admin admin = KafkaClients.admin(flow.stack())) {
      TopicConfig.set(admin, flow.topic(), "message.timestamp.type", "CreateTime");
    }
    Duration age = Duration.ofHours(1);
    long old = System.currentTimeMillis() - age.toMillis();
    try (KafkaProducer<byte[], byte[]> producer = KafkaClients.producer(flow.stack())) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        Long time = partition == PARTITIONS - 1 ? old : null;
        for (int record = 0; record < 2; record++) {
          var unused =
              producer.send(
                  new ProducerRecord<>(
                      flow.topic(), partition, time, new byte[] {1}, new byte[] {1}));
        }
      }
    }
    try (OldestRecord oldest = new OldestRecord(flow.stack().kafkaClient(), this::status)) {
      Await.until(
          "the old record is found", LIMIT, () -> oldest.ageSeconds().orElse(0) >= age.toSeconds());

      int before = asked.get();
      List<Double> ages = new ArrayList<>();
      Await.until(
          "the partitions took turns",
          LIMIT,
          () -> {
            ages.add(oldest.ageSeconds().orElse(0));
            return asked.get() > before + 3;
          });
      assertThat(ages, everyItem(greaterThanOrEqualTo((double) age.toSeconds())));
    }
  }

  private RunLoopStatus status() {
    int moves =
        Thread.currentThread().getName().startsWith("oldest-record-") ? asked.getAndIncrement() : 0;
    return RunLoopStatus.builder()
        .setPartitions(
            IntStream.range(0, PARTITIONS)
                .mapToObj(
                    number ->
                        RunLoopStatus.Partition.of(
                            new TopicPartition(flow.topic(), number),
                            number == PARTITIONS - 1 ? 0 : moves % 2,
                            2))
                .toList())
        .build();
  }
}

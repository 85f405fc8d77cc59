package io.userstream.tests.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.userstream.model.UserJson;
import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.flow.TopicConfig;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.SharedStack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks that offsets without a record neither stop the store nor make it skip a record. */
public class GapsIT {
  /** Several segments of the minimum size. */
  private static final int USERS = 5_000;

  private final Flow flow = Flow.on(SharedStack.get(), "gaps");

  @Test
  @Category(OnSpark.class)
  public void compactedTopicIsStoredCompletely() throws Exception {
    flow.setUp("--partitions=1");
    try (Admin admin = KafkaClients.admin(flow.stack())) {
      TopicConfig.set(admin, flow.topic(), "min.compaction.lag.ms", "0");
      TopicConfig.set(admin, flow.topic(), "segment.ms", "100");
      TopicConfig.set(admin, flow.topic(), "min.cleanable.dirty.ratio", "0.001");
    }
    try (Publisher publisher = new Publisher(flow)) {
      for (int round = 0; round < 20; round++) {
        publisher.users(0, 50).flush();
      }
      // A record after the segment's time rolls the segment; Kafka compacts only closed segments.
      Await.until(
          "the topic is compacted",
          Duration.ofSeconds(60),
          () -> {
            publisher.users(0, 1).flush();
            return flow.contents().records().size() < 500;
          });
    }

    JobResult result = flow.storeAll("--maxRunRecords=40");

    assertThat(result.err(), result.exitCode(), is(0));
    assertThat(result.out(), containsString("lag=0"));
    assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 50)));
    assertThat(flow.contents().records().size(), is(lessThan(500)));
  }

  /** Kafka searches only the first segment that seems young enough, although it is empty now. */
  @Test
  public void recordsBehindACompactedSegmentAreFoundByTheirTime() throws Exception {
    flow.setUp("--partitions=1");
    Instant start = Instant.now();
    try (Publisher publisher = new Publisher(flow);
        Admin admin = KafkaClients.admin(flow.stack())) {
      TopicConfig.set(admin, flow.topic(), "segment.bytes", String.valueOf(1 << 20));
      for (int round = 0; round < 3; round++) {
        publisher.users(0, USERS).flush();
      }
      assertThat(isFound(admin, start), is(true));
      TopicConfig.set(admin, flow.topic(), "min.cleanable.dirty.ratio", "0.001");
      TopicConfig.set(admin, flow.topic(), "min.compaction.lag.ms", "0");
      Await.until(
          "the first segment is empty", Duration.ofSeconds(60), () -> !isFound(admin, start));
    }
    flow.storeAll();
    flow.contents().execute("TRUNCATE " + flow.table());

    JobResult result = flow.run("replay", "--from=" + start);

    assertThat(result.err(), result.exitCode(), is(0));
    assertThat(flow.contents().rowIds(), is(Publisher.ids(0, USERS)));
    JobResult tail = flow.run("tail", "--from=" + start);
    assertThat(tail.out().lines().count(), is(greaterThanOrEqualTo((long) USERS)));
  }

  private boolean isFound(Admin admin, Instant time) throws Exception {
    TopicPartition partition = new TopicPartition(flow.topic(), 0);
    return admin
            .listOffsets(Map.of(partition, OffsetSpec.forTimestamp(time.toEpochMilli())))
            .partitionResult(partition)
            .get()
            .offset()
        >= 0;
  }

  @Test
  @Category(OnSpark.class)
  public void abortedTransactionsLeaveNoTrace() {
    flow.setUp("--partitions=1");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            KafkaClients.properties(flow.stack(), Map.of("transactional.id", flow.topic())),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.initTransactions();
      transaction(producer, 0, 100);
      producer.commitTransaction();
      transaction(producer, 100, 200);
      producer.abortTransaction();
      transaction(producer, 200, 300);
      producer.commitTransaction();
      // The log ends with aborted records and a transaction marker.
      transaction(producer, 300, 400);
      producer.abortTransaction();
    }

    JobResult result = flow.storeAll("--maxRunRecords=30");

    assertThat(result.err(), result.exitCode(), is(0));
    assertThat(result.out(), containsString("lag=0"));
    var expected = Publisher.ids(0, 100);
    expected.addAll(Publisher.ids(200, 300));
    assertThat(flow.contents().rowIds(), is(expected));
  }

  private void transaction(KafkaProducer<byte[], byte[]> producer, long from, long to) {
    producer.beginTransaction();
    for (long number = from; number < to; number++) {
      var unused =
          producer.send(
              new ProducerRecord<>(
                  flow.topic(),
                  Publisher.id(number).getBytes(StandardCharsets.UTF_8),
                  UserJson.write(Publisher.user(number))));
    }
    producer.flush();
  }
}

package io.userstream.tests.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import com.google.common.primitives.Ints;
import io.userstream.model.UserJson;
import io.userstream.runloop.ranges.PartitionRange;
import io.userstream.runloop.ranges.Ranges;
import io.userstream.runloop.ranges.ReadRanges;
import io.userstream.runloop.ranges.SourceRecord;
import io.userstream.tests.Core;
import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.flow.TopicConfig;
import io.userstream.tests.stack.SharedStack;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks that the newest state of a user wins, regardless of how the log is cut into runs. */
public class WriteTimesIT {
  private static final int BURST = 10_000;
  private static final long BURST_MS = 1_760_000_000_000L;

  /**
   * Collects the records of a pipeline in this JVM, by topic. Static, because lambdas are
   * serialized.
   */
  private static final Map<String, Consumer<SourceRecord>> SEEN = new ConcurrentHashMap<>();

  private final Flow flow = Flow.on(SharedStack.get(), "writetimes");
  private int keys;

  @Test
  @Category({Core.class, OnSpark.class})
  public void stateAfterABurstWins() throws Exception {
    flow.setUp("--partitions=1");
    try (Admin admin = KafkaClients.admin(flow.stack());
        KafkaProducer<byte[], byte[]> producer = KafkaClients.producer(flow.stack())) {
      // Explicit timestamps make certain what a fast broker makes likely.
      TopicConfig.set(admin, flow.topic(), "message.timestamp.type", "CreateTime");
      for (int number = 0; number < BURST; number++) {
        send(producer, number, "old", BURST_MS);
      }
      // Runs of 5,000 records begin at offset 0, at 5,000, and after the burst.
      send(producer, BURST - 1, "new", BURST_MS + 5);
      producer.flush();
      TopicConfig.set(admin, flow.topic(), "message.timestamp.type", "LogAppendTime");
    }

    JobResult result = flow.storeAll("--maxRunRecords=5000");

    assertThat(result.err(), result.exitCode(), is(0));
    Map<String, Object> names = flow.contents().column("first_name");
    assertThat(names.size(), is(BURST));
    assertThat(names.get(Publisher.id(BURST - 1)), is("new"));
    assertThat(names.get(Publisher.id(BURST - 2)), is("old"));
  }

  @Test
  public void recordHasTheDefinedWriteTimeInEveryRange() throws Exception {
    flow.setUp("--partitions=1");
    Map<String, Object> client = flow.stack().kafkaClient();
    try (Admin admin = Admin.create(client)) {
      TopicConfig.set(admin, flow.topic(), "message.timestamp.type", "CreateTime");
    }
    publishBurstsTransactionsAndAClockThatStepsBack(client);
    List<ConsumerRecord<byte[], byte[]>> records = flow.contents().records();
    assertThat(records.get(0).timestamp(), is(BURST_MS)); // The producer's, not the broker's.
    Map<Long, Long> expected = DefinedWriteTimes.of(records);
    long end = expected.keySet().stream().mapToLong(offset -> offset).max().orElseThrow() + 1;
    List<PartitionRange> ranges = new ArrayList<>();
    for (long start = 0; start < end; start += 97) {
      // The ranges overlap, so no range is read right after its predecessor.
      ranges.add(PartitionRange.of(flow.topic(), 0, start, Math.min(start + 130, end)));
    }

    List<Long> read = Collections.synchronizedList(new ArrayList<>());
    List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    SEEN.put(
        flow.topic(),
        record -> {
          read.add(record.offset());
          if (!expected.get(record.offset()).equals(record.writeTimeMicros())) {
            wrong.add(record + ": " + record.writeTimeMicros());
          }
        });
    Pipeline pipeline = Pipeline.create();
    String topic = flow.topic();
    pipeline
        .apply(Ranges.of(ranges).inBundles(2))
        .apply(
            ReadRanges.from(client)
                .as((record, output) -> SEEN.get(topic).accept(record), VoidCoder.of()));
    pipeline.run().waitUntilFinish();

    assertThat(wrong, is(empty()));
    assertThat(new TreeSet<>(read), is(new TreeSet<>(expected.keySet())));
  }

  private void publishBurstsTransactionsAndAClockThatStepsBack(Map<String, Object> client)
      throws Exception {
    Map<String, Object> transactional = new HashMap<>(client);
    transactional.put("transactional.id", flow.topic());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(transactional, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      // Transaction markers have the broker's time, far ahead of the records' timestamps.
      transaction(producer, true, 6_000, BURST_MS);
      transaction(producer, true, 10, BURST_MS + 2);
      transaction(producer, false, 50, BURST_MS + 4_000);
      transaction(producer, true, 30, BURST_MS + 3);
      transaction(producer, true, 10, BURST_MS + 60);
      transaction(producer, true, 3_000, BURST_MS + 20);
    }
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int record = 0; record < 500; record++) {
        var unused = producer.send(small(BURST_MS + 60_000 + record / 7));
      }
      for (int record = 0; record < 500; record++) {
        var unused = producer.send(small(BURST_MS + 1_000 + record / 70));
      }
    }
  }

  private void transaction(
      KafkaProducer<byte[], byte[]> producer, boolean commit, int records, long timestampMs) {
    producer.beginTransaction();
    for (int record = 0; record < records; record++) {
      var unused = producer.send(small(timestampMs));
    }
    producer.flush();
    if (commit) {
      producer.commitTransaction();
    } else {
      producer.abortTransaction();
    }
  }

  /**
   * Gives each record a key of its own, because the log is old enough to be compacted during the
   * test.
   */
  private ProducerRecord<byte[], byte[]> small(long timestampMs) {
    byte[] key = Ints.toByteArray(keys++);
    return new ProducerRecord<>(flow.topic(), 0, timestampMs, key, new byte[] {2});
  }

  private void send(
      KafkaProducer<byte[], byte[]> producer, int number, String firstName, long timestampMs) {
    var unused =
        producer.send(
            new ProducerRecord<>(
                flow.topic(),
                0,
                timestampMs,
                Publisher.id(number).getBytes(StandardCharsets.UTF_8),
                UserJson.write(
                    Publisher.user(number).toBuilder().setFirstName(firstName).build())));
  }
}

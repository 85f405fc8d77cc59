package io.userstream.tests.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.google.common.primitives.Ints;
import io.userstream.io.kafka.LogReader;
import io.userstream.runloop.ranges.PartitionRange;
import io.userstream.runloop.ranges.Ranges;
import io.userstream.runloop.ranges.ReadRanges;
import io.userstream.runloop.ranges.SourceRecord;
import io.userstream.tests.Core;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.TopicConfig;
import io.userstream.tests.stack.SharedStack;
import io.userstream.tests.store.DefinedWriteTimes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/**
 * Reads short ranges of many partitions, which a reader reads several of at once. Every record is
 * read once, in the order of its partition, with its write time.
 *
 * <p>The seed is fixed, so a failure is reproducible; {@code -Dreadranges.seed=N} tries others.
 */
public class ReadRangesIT {
  private static final long SEED = Long.getLong("readranges.seed", 20261130);
  private static final int PARTITIONS = 40;
  private static final int TRANSACTIONS = 150;
  private static final long START_MS = 1_760_000_000_000L;

  /** What pipelines of this JVM have read, by topic. Static, because lambdas are serialized. */
  private static final Map<String, List<SourceRecord>> READ = new ConcurrentHashMap<>();

  private final Random random = new Random(SEED);
  private final Flow flow = Flow.on(SharedStack.get(), "readranges");
  private final Map<String, Object> client = flow.stack().kafkaClient();
  private int keys;

  @Test
  @Category(Core.class)
  public void everyRecordOfManyShortRangesIsReadOnceAndWithItsWriteTime() throws Exception {
    flow.setUp("--partitions=" + PARTITIONS);
    try (Admin admin = Admin.create(client)) {
      TopicConfig.set(admin, flow.topic(), "message.timestamp.type", "CreateTime");
    }
    publish();
    Map<Integer, List<ConsumerRecord<byte[], byte[]>>> log =
        flow.contents().records().stream()
            .collect(Collectors.groupingBy(ConsumerRecord::partition));
    assertThat(log.size(), greaterThan(PARTITIONS / 2));

    checkOrder(log, readAndCheck(log, interleaved(), 1));
    readAndCheck(log, interleaved(), 3);
    // Ranges of all partitions at once.
    checkOrder(log, readAndCheck(log, inTurns(), 1));
    readAndCheck(log, inTurns(), 3);
    List<PartitionRange> shuffled = interleaved();
    Collections.shuffle(shuffled, random);
    readAndCheck(log, shuffled, 3);
  }

  private static void checkOrder(
      Map<Integer, List<ConsumerRecord<byte[], byte[]>>> log, Map<Integer, List<Long>> read) {
    log.forEach(
        (partition, records) ->
            assertThat(
                "readranges.seed=" + SEED + ": order of partition " + partition,
                read.get(partition),
                is(records.stream().map(ConsumerRecord::offset).toList())));
  }

  /** Returns the offsets of each partition in the order in which they were read. */
  private Map<Integer, List<Long>> readAndCheck(
      Map<Integer, List<ConsumerRecord<byte[], byte[]>>> log,
      List<PartitionRange> ranges,
      int bundles) {
    List<SourceRecord> read = Collections.synchronizedList(new ArrayList<>());
    String topic = flow.topic();
    READ.put(topic, read);
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Ranges.of(ranges).inBundles(bundles))
        .apply(
            ReadRanges.from(client)
                .as((record, output) -> READ.get(topic).add(record), VoidCoder.of()));
    pipeline.run().waitUntilFinish();

    Map<Integer, List<SourceRecord>> byPartition =
        read.stream().collect(Collectors.groupingBy(SourceRecord::partition));
    log.forEach(
        (partition, records) -> {
          Map<Long, Long> times = DefinedWriteTimes.of(records);
          List<SourceRecord> ofPartition = byPartition.getOrDefault(partition, List.of());
          assertThat(
              "readranges.seed=" + SEED + ": offsets of partition " + partition,
              ofPartition.stream().map(SourceRecord::offset).sorted().toList(),
              is(records.stream().map(ConsumerRecord::offset).toList()));
          assertThat(
              "readranges.seed=" + SEED + ": wrong write times in partition " + partition,
              ofPartition.stream()
                  .filter(record -> times.get(record.offset()) != record.writeTimeMicros())
                  .limit(5)
                  .map(
                      record ->
                          String.format(
                              Locale.ROOT,
                              "%s: %d, not %d",
                              record,
                              record.writeTimeMicros(),
                              times.get(record.offset())))
                  .toList(),
              is(empty()));
        });
    assertThat(read.size(), is(log.values().stream().mapToInt(List::size).sum()));
    return read.stream()
        .collect(
            Collectors.groupingBy(
                SourceRecord::partition,
                Collectors.mapping(SourceRecord::offset, Collectors.toList())));
  }

  /** Mixes short ranges of all partitions without changing their order. */
  private List<PartitionRange> interleaved() {
    List<Queue<PartitionRange>> cut = cut(400);
    List<PartitionRange> mixed = new ArrayList<>();
    while (!cut.isEmpty()) {
      mixed.add(cut.get(random.nextInt(cut.size())).remove());
      cut.removeIf(Queue::isEmpty);
    }
    return mixed;
  }

  /** Returns very short ranges, one of each partition, then the next one of each, and so on. */
  private List<PartitionRange> inTurns() {
    List<Queue<PartitionRange>> cut = cut(40);
    List<PartitionRange> turns = new ArrayList<>();
    while (!cut.isEmpty()) {
      cut.forEach(ranges -> turns.add(ranges.remove()));
      cut.removeIf(Queue::isEmpty);
    }
    return turns;
  }

  /** Cuts the partitions that are not empty into ranges of at most so many offsets. */
  private List<Queue<PartitionRange>> cut(int longest) {
    List<Queue<PartitionRange>> cut = new ArrayList<>();
    ends()
        .forEach(
            (partition, end) -> {
              Queue<PartitionRange> ranges = new ArrayDeque<>();
              for (long start = 0; start < end; ) {
                long stop = Math.min(end, start + 1 + random.nextInt(longest));
                ranges.add(PartitionRange.of(flow.topic(), partition.partition(), start, stop));
                start = stop;
              }
              cut.add(ranges);
            });
    cut.removeIf(Queue::isEmpty);
    return cut;
  }

  private SortedMap<TopicPartition, Long> ends() {
    try (LogReader log = new LogReader(flow.topic(), client)) {
      SortedMap<TopicPartition, Long> ends =
          new TreeMap<>(Comparator.comparingInt(TopicPartition::partition));
      ends.putAll(log.ends());
      return ends;
    }
  }

  /**
   * Publishes bursts, also of more than 1,000 records in a millisecond, with clocks that step back.
   * Most partitions have transactions, also aborted ones at their ends. The markers of these are
   * younger than all records, so some partitions have none.
   */
  private void publish() {
    Map<String, Object> transactional = new HashMap<>(client);
    transactional.put("transactional.id", flow.topic());
    try (KafkaProducer<byte[], byte[]> plain = producer(client);
        KafkaProducer<byte[], byte[]> producer = producer(transactional)) {
      producer.initTransactions();
      long nowMs = START_MS;
      for (int transaction = 0; transaction < TRANSACTIONS; transaction++) {
        producer.beginTransaction();
        for (int burst = 1 + random.nextInt(4); burst > 0; burst--) {
          nowMs += random.nextInt(10);
          int partition = random.nextInt(PARTITIONS);
          publishBurst(
              partition % 3 == 0 ? plain : producer, partition, nowMs - random.nextInt(200));
        }
        producer.flush();
        if (random.nextInt(4) == 0) {
          producer.abortTransaction();
        } else {
          producer.commitTransaction();
        }
      }
    }
  }

  private void publishBurst(
      KafkaProducer<byte[], byte[]> producer, int partition, long timestampMs) {
    int records = random.nextInt(5) == 0 ? random.nextInt(2_500) : random.nextInt(40);
    // Some batches are larger than what is fetched of each of many partitions.
    byte[] value = new byte[records < 3 ? 200_000 : 1];
    for (int record = 0; record < records; record++) {
      byte[] key = Ints.toByteArray(keys++);
      var unused =
          producer.send(new ProducerRecord<>(flow.topic(), partition, timestampMs, key, value));
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> properties) {
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }
}

package io.userstream.tests.bench;

import io.userstream.io.kafka.LogReader;
import io.userstream.tests.bench.report.Report;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.flow.TopicConfig;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.LocalStack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Measures what the number of offsets in a backlog costs {@code store}, apart from the records in
 * it: until the first commit, and until everything is committed once Kafka has compacted the topic.
 */
final class OffsetsBenchmark {
  private static final int PARTITIONS = 6;

  /** The backlog begins with users, so that the first runs are of the usual kind. */
  private static final long FIRST_USERS = 50_000;

  private static final long OFFSETS_PER_USER = 1_000;
  static final long MIN_OFFSETS = 1_000_000;
  private static final Duration COMPACTION_LIMIT = Duration.ofMinutes(20);
  private static final Duration SESSION_LIMIT = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final LocalStack stack;
  private final Report.Table begins;
  private final Report.Table compacted;

  private OffsetsBenchmark(LocalStack stack, Report report) {
    this.stack = stack;
    this.begins = report.table("first commit of a backlog", "seconds", "driver heap MiB");
    this.compacted =
        report.table("compacted backlog", "records left", "seconds", "CPU s", "driver heap MiB");
  }

  /**
   * Prints rows for a small number of offsets and for this one.
   *
   * @param offsets at least {@value #MIN_OFFSETS}
   */
  static void run(Report report, long offsets) throws Exception {
    try (LocalStack stack = BenchServers.named("bench-offsets").start()) {
      OffsetsBenchmark benchmark = new OffsetsBenchmark(stack, report);
      long users = FIRST_USERS + offsets / OFFSETS_PER_USER;
      benchmark.withoutGaps(users);
      benchmark.withGaps(MIN_OFFSETS);
      benchmark.withGaps(offsets);
    }
  }

  private void withoutGaps(long users) throws Exception {
    Flow flow = Flow.on(stack, "offsets").setUp("--partitions=" + PARTITIONS);
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, users);
    }
    all("users only", flow, users, users, users);
    flow.tearDown();
  }

  /** Of these offsets, one in a thousand is a user's, and the others are of one erased user. */
  private void withGaps(long offsets) throws Exception {
    Flow flow = Flow.on(stack, "offsets").setUp("--partitions=" + PARTITIONS);
    long users = FIRST_USERS + offsets / OFFSETS_PER_USER;
    try (Admin admin = KafkaClients.admin(stack)) {
      TopicConfig.set(admin, flow.topic(), "cleanup.policy", "delete");
      fill(flow, offsets, users);
      String label = String.format(Locale.ROOT, "%,d offsets", offsets);
      try (CatchUp store = CatchUp.start(flow)) {
        begins.row(label, store.secondsUntil(1), store.driverHeapMib());
      }
      long left = compact(admin, flow, users);
      long end = ends(flow).values().stream().mapToLong(at -> at).sum();
      startAgain(admin, flow);
      all(label, flow, left, end, users);
    }
    flow.tearDown();
  }

  private void all(String label, Flow flow, long records, long end, long users) throws Exception {
    try (CatchUp store = CatchUp.start(flow)) {
      double seconds = store.secondsUntil(end);
      compacted.row(label, records, seconds, store.cpuSeconds(), store.driverHeapMib());
    }
    long rows = flow.contents().countRows();
    if (rows != users) {
      throw new IllegalStateException("store stored " + rows + " of " + users);
    }
  }

  private static void startAgain(Admin admin, Flow flow) {
    Await.until(
        "the killed driver has left the group",
        SESSION_LIMIT,
        () -> {
          admin.deleteConsumerGroups(List.of(flow.group())).all().get();
          return true;
        });
    flow.contents().execute("TRUNCATE " + flow.table());
  }

  /** Returns a tombstone of the same user for each partition. */
  private static List<ProducerRecord<byte[], byte[]>> tombstones(Flow flow) {
    byte[] erased = Publisher.id(-1).getBytes(StandardCharsets.UTF_8);
    return IntStream.range(0, PARTITIONS)
        .mapToObj(place -> new ProducerRecord<byte[], byte[]>(flow.topic(), place, erased, null))
        .toList();
  }

  private static void fill(Flow flow, long offsets, long users) {
    List<ProducerRecord<byte[], byte[]>> tombstones = tombstones(flow);
    try (Publisher publisher = new Publisher(flow);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                KafkaClients.properties(
                    flow.stack(), Map.of("linger.ms", "20", "batch.size", "262144")),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      publisher.users(0, FIRST_USERS).flush();
      long user = FIRST_USERS;
      for (long offset = 0; offset < offsets; offset++) {
        if (offset % OFFSETS_PER_USER == 0 && user < users) {
          publisher.users(user, ++user);
        }
        var unused = producer.send(tombstones.get((int) (offset % PARTITIONS)));
      }
    }
  }

  /** Lets Kafka compact the topic, and returns the number of records that are left. */
  private static long compact(Admin admin, Flow flow, long users) throws Exception {
    // A record after the segment's time closes the segment; Kafka compacts only closed segments.
    TopicConfig.set(admin, flow.topic(), "segment.ms", "100");
    TopicConfig.set(admin, flow.topic(), "min.compaction.lag.ms", "0");
    TopicConfig.set(admin, flow.topic(), "min.cleanable.dirty.ratio", "0.001");
    TopicConfig.set(admin, flow.topic(), "cleanup.policy", "compact");
    try (KafkaProducer<byte[], byte[]> producer = KafkaClients.producer(flow.stack())) {
      return Await.until(
          "the topic is compacted",
          COMPACTION_LIMIT,
          () -> {
            for (ProducerRecord<byte[], byte[]> tombstone : tombstones(flow)) {
              producer.send(tombstone).get();
            }
            return records(flow, users + users / 10);
          },
          left -> left < users + users / 10);
    }
  }

  /** Counts the records of the topic, up to a limit. */
  private static long records(Flow flow, long limit) {
    Map<TopicPartition, Long> ends = ends(flow);
    long records = 0;
    try (Consumer<byte[], byte[]> consumer = flow.contents().consumer()) {
      consumer.assign(ends.keySet());
      consumer.seekToBeginning(ends.keySet());
      while (records < limit
          && ends.entrySet().stream()
              .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        records += consumer.poll(POLL).count();
      }
    }
    return records;
  }

  private static Map<TopicPartition, Long> ends(Flow flow) {
    try (LogReader log = new LogReader(flow.topic(), flow.stack().kafkaClient())) {
      return log.ends();
    }
  }
}

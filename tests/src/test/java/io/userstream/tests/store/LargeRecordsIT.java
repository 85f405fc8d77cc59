package io.userstream.tests.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.userstream.io.deadletters.DeadLetter;
import io.userstream.tests.Core;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.flow.TopicConfig;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks records that are small in Kafka, but large once they are unpacked. */
public class LargeRecordsIT {
  private static final int MB = 1_000_000;

  private final Flow flow = Flow.on(SharedStack.get(), "large");

  @Test
  @Category(Core.class)
  public void aRecordLargerThanADeadLetterIsCut() {
    flow.setUp("--partitions=1");
    byte[] value = new byte[40 * MB];
    Arrays.fill(value, (byte) 'x');
    try (KafkaProducer<byte[], byte[]> producer = packing()) {
      send(producer, Publisher.id(1), value);
    }
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(2, 10);
    }

    assertThat(store("-Xmx512m"), is(0));

    ConsumerRecord<byte[], byte[]> letter = flow.contents().deadLetters().get(0);
    assertThat(header(letter, DeadLetter.ERROR_REASON), is("too-large"));
    assertThat(header(letter, DeadLetter.ORIGIN_VALUE_BYTES), is("40000000"));
    assertThat(header(letter, DeadLetter.ORIGIN_OFFSET), is("0"));
    assertThat(new String(letter.value(), StandardCharsets.UTF_8), startsWith("xxxxxxxx"));
    assertThat(letter.value().length, is(64 << 10));
    assertThat(flow.contents().deadLetters().size(), is(1));
    assertThat(flow.contents().rowIds(), is(Publisher.ids(2, 10)));
    assertThat(flow.run("reconcile").exitCode(), is(0));
  }

  @Test
  public void aSmallBatchThatUnpacksToAThousandLargeRecordsFitsIntoMemory() {
    storeAThousandLargeRecords(1);
  }

  /** A reader reads short ranges of as many partitions at once. */
  @Test
  public void aThousandLargeRecordsInManyPartitionsFitIntoMemory() {
    storeAThousandLargeRecords(16);
  }

  private void storeAThousandLargeRecords(int partitions) {
    flow.setUp("--partitions=" + partitions);
    try (KafkaProducer<byte[], byte[]> producer = packing()) {
      for (int number = 0; number < 1_000; number++) {
        send(producer, Publisher.id(number), new byte[MB]);
      }
    }

    assertThat(store("-Xmx512m"), is(0));

    assertThat(deadLetters(), is(1_000L));
  }

  @Test
  public void aDeadLetterThatItsTopicRejectsIsCut() throws Exception {
    flow.setUp("--partitions=1");
    try (Admin admin = KafkaClients.admin(flow.stack())) {
      TopicConfig.set(admin, flow.deadLetterTopic(), "max.message.bytes", "200000");
    }
    byte[] value = new byte[900_000];
    new Random(1).nextBytes(value);
    value[0] = 'x';
    try (KafkaProducer<byte[], byte[]> producer = packing()) {
      send(producer, Publisher.id(1), value);
    }

    assertThat(flow.storeAll().exitCode(), is(0));

    ConsumerRecord<byte[], byte[]> letter = flow.contents().deadLetters().get(0);
    assertThat(header(letter, DeadLetter.ERROR_REASON), is("malformed"));
    assertThat(header(letter, DeadLetter.ORIGIN_VALUE_BYTES), is("900000"));
    assertThat(letter.value(), is(Arrays.copyOf(value, 64 << 10)));
  }

  @Test
  public void largeHeadersCountAsWell() {
    flow.setUp("--partitions=1");
    try (KafkaProducer<byte[], byte[]> producer = packing()) {
      var unused =
          producer.send(
              new ProducerRecord<>(
                  flow.topic(),
                  0,
                  Publisher.id(1).getBytes(StandardCharsets.UTF_8),
                  "no JSON".getBytes(StandardCharsets.UTF_8),
                  List.of(new RecordHeader("trace", new byte[40 * MB]))));
    }

    assertThat(store("-Xmx512m"), is(0));

    ConsumerRecord<byte[], byte[]> letter = flow.contents().deadLetters().get(0);
    assertThat(header(letter, DeadLetter.ERROR_REASON), is("too-large"));
    assertThat(header(letter, DeadLetter.ORIGIN_HEADERS_BYTES), is("40000005"));
    assertThat(new String(letter.value(), StandardCharsets.UTF_8), is("no JSON"));
  }

  /** Runs the store in a JVM of its own and returns its exit code. */
  private int store(String heap) {
    try (JobProcess job =
        flow.start(JobCommand.jar(heap), "store", "--until=drained", "--maxRunsInFlight=4")) {
      int code = job.awaitEnd(Duration.ofMinutes(5));
      assertThat(job.err(), not(containsString("OutOfMemoryError")));
      return code;
    }
  }

  /** Returns the number of dead letters, which do not fit into the memory of this JVM. */
  private long deadLetters() {
    try (Consumer<byte[], byte[]> consumer = flow.contents().consumer()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(flow.deadLetterTopic()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private KafkaProducer<byte[], byte[]> packing() {
    return new KafkaProducer<>(
        KafkaClients.properties(
            flow.stack(),
            Map.of(
                "compression.type",
                "zstd",
                "max.request.size",
                "100000000",
                "buffer.memory",
                "200000000",
                "linger.ms",
                "500",
                "batch.size",
                "1000000")),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private void send(KafkaProducer<byte[], byte[]> producer, String key, byte[] value) {
    var unused =
        producer.send(
            new ProducerRecord<>(flow.topic(), key.getBytes(StandardCharsets.UTF_8), value));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}

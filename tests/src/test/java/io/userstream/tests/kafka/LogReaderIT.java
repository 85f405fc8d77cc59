package io.userstream.tests.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.userstream.io.kafka.LogReader;
import io.userstream.tests.flow.EmptyTopics;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.stack.SharedStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.Test;

/** Checks that a topic is read completely, whatever is in its partitions. */
public class LogReaderIT {
  private static final int MANY = 3_000;
  private static final int FEW = 10;

  private final Flow flow = Flow.on(SharedStack.get(), "log");
  private final Map<Integer, List<Integer>> found = new TreeMap<>();

  @Test
  public void everyRecordComesOnceAndInTheOrderOfItsPartition() throws Exception {
    EmptyTopics.create(flow.stack(), new NewTopic(flow.topic(), 3, (short) 1));
    write(0, MANY);
    write(2, FEW);
    try (LogReader log = new LogReader(flow.topic(), flow.stack().kafkaClient())) {
      log.readAll(this::add);
      assertThat(found, is(Map.of(0, numbers(0, MANY), 2, numbers(0, FEW))));

      found.clear();
      log.readAll(
          read -> {
            if (found.isEmpty()) {
              write(2, FEW); // Later than the begin of the reading.
            }
            add(read);
          });
      assertThat("once more", found, is(Map.of(0, numbers(0, MANY), 2, numbers(0, FEW))));

      found.clear();
      log.read(new TopicPartition(flow.topic(), 0), 7, 9, this::add);
      assertThat(found, is(Map.of(0, numbers(7, 9))));
    }
  }

  @Test
  public void theFirstRecordSinceATimeCanBeBehindAnOpenTransaction() throws Exception {
    EmptyTopics.create(flow.stack(), new NewTopic(flow.topic(), 2, (short) 1));
    write(0, FEW);
    long start = System.currentTimeMillis() + 1_000;
    TopicPartition partition = new TopicPartition(flow.topic(), 0);
    Map<String, Object> client = flow.stack().kafkaClient();
    try (KafkaProducer<byte[], byte[]> hanging =
            new KafkaProducer<>(
                KafkaClients.properties(
                    flow.stack(), Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, flow.topic())),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        LogReader committed = new LogReader(flow.topic(), client);
        LogReader all = new LogReader(flow.topic(), client, IsolationLevel.READ_UNCOMMITTED)) {
      hanging.initTransactions();
      hanging.beginTransaction();
      hanging.send(new ProducerRecord<>(flow.topic(), 0, start, null, new byte[1])).get();

      assertThat(committed.firstSince(start), is(Map.of()));
      assertThat(all.firstSince(start), is(Map.of(partition, (long) FEW)));
      assertThat(all.firstSince(0), is(Map.of(partition, 0L)));
      assertThat(all.firstSince(start + 1), is(Map.of()));
      hanging.abortTransaction();
    }
  }

  @Test
  public void anEmptyTopicHasNoRecords() throws Exception {
    EmptyTopics.create(flow.stack(), new NewTopic(flow.topic(), 3, (short) 1));
    try (LogReader log = new LogReader(flow.topic(), flow.stack().kafkaClient())) {
      log.readAll(this::add);
    }
    assertThat(found, is(Map.of()));
  }

  private void add(ConsumerRecord<byte[], byte[]> read) {
    found
        .computeIfAbsent(read.partition(), partition -> new ArrayList<>())
        .add(Integer.parseInt(new String(read.value(), UTF_8)));
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  private void write(int partition, int records) {
    try (KafkaProducer<byte[], byte[]> producer = KafkaClients.producer(flow.stack())) {
      IntStream.range(0, records)
          .forEach(
              number -> {
                byte[] value = Integer.toString(number).getBytes(UTF_8);
                var unused =
                    producer.send(new ProducerRecord<>(flow.topic(), partition, null, value));
              });
    }
  }
}

package io.userstream.tests.faults;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.KafkaClients;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The true content of the topic, including records whose acknowledgement was lost. The topic's
 * segments never roll during a flow, so compaction removes nothing.
 */
final class TopicLog {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

  private final Flow flow;
  private final Map<Integer, Long> positions = new HashMap<>();
  private final NavigableMap<Place, Integer> numbers = new TreeMap<>();

  TopicLog(Flow flow) {
    this.flow = flow;
  }

  /** Reads what was appended since the last call, up to the current end of the topic. */
  NavigableMap<Place, Integer> read() {
    try (Consumer<byte[], byte[]> consumer = flow.contents().consumer()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(flow.topic()).stream()
              .map(info -> new TopicPartition(flow.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      partitions.forEach(
          partition -> consumer.seek(partition, positions.getOrDefault(partition.partition(), 0L)));
      long start = System.nanoTime();
      while (partitions.stream()
          .anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
        consumer.poll(Duration.ofMillis(100)).forEach(this::add);
        if (System.nanoTime() - start > ANSWER_LIMIT.toNanos()) {
          throw new IllegalStateException(flow.topic() + " is not readable up to " + ends);
        }
      }
      partitions.forEach(
          partition -> positions.put(partition.partition(), consumer.position(partition)));
    }
    return numbers;
  }

  /** Returns the offsets after the last records by partition, without empty partitions. */
  Map<Integer, Long> ends() {
    read();
    Map<Integer, Long> ends = new HashMap<>(positions);
    ends.values().removeIf(end -> end == 0);
    return ends;
  }

  /** Returns the id that distinguishes the topic from an earlier one with the same name. */
  String topicId() {
    try (Admin admin = KafkaClients.admin(flow.stack())) {
      return KafkaClients.topicId(admin, flow.topic());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
    numbers.put(
        new Place(record.partition(), record.offset()), Published.numberIn(record.headers()));
  }
}

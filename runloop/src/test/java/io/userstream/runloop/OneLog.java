package io.userstream.runloop;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** A group of one member with one partition, whose log the test changes. */
final class OneLog implements GroupClient {
  private final TopicPartition partition;
  final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
  Uuid id = Uuid.randomUuid();
  long end = 10;

  /** The first offset of an open transaction. */
  long stableEnd = Long.MAX_VALUE;

  /** The answer of the brokers to every question about the log. */
  @Nullable RetriableException failure;

  /** False for a topic that was never created: the group then assigns no partition. */
  boolean exists = true;

  /** The offsets that have a record; empty if all have one. */
  NavigableSet<Long> offsets = new TreeSet<>();

  /** The number of partitions of the topic; only the first one is ever assigned. */
  int partitions = 1;

  /** Runs at each look ahead. */
  Runnable onLook = () -> {};

  private ConsumerRebalanceListener listener;
  private boolean assigned;

  /** Returns the configuration of a loop over the topic {@code users}. */
  static RunLoopConfig.Builder config() {
    return RunLoopConfig.builder()
        .setTopic("users")
        .setGroup("g")
        .setClientProperties(Map.of("bootstrap.servers", "b:1"));
  }

  OneLog(TopicPartition partition) {
    this.partition = partition;
  }

  @Override
  public void subscribe(ConsumerRebalanceListener listener) {
    this.listener = listener;
  }

  @Override
  public void poll(Duration timeout) {
    if (!assigned) {
      assigned = true;
      listener.onPartitionsAssigned(exists ? List.of(partition) : List.of());
    }
  }

  boolean isAssigned() {
    return assigned;
  }

  private void answer() {
    if (failure != null) {
      throw failure;
    }
    if (!exists) {
      throw new UnknownTopicOrPartitionException();
    }
  }

  private static <V> Map<TopicPartition, V> toMap(
      Set<TopicPartition> partitions, Function<TopicPartition, V> value) {
    return partitions.stream().collect(Collectors.toMap(Function.identity(), value));
  }

  @Override
  public TopicState topic() {
    answer();
    return new TopicState(id, partitions);
  }

  /** Leaves only some records. */
  void compactedTo(NavigableSet<Long> left) {
    offsets = left;
  }

  @Override
  public Stretch lookAhead(TopicPartition asked, long offset, long stop, long maxRecords) {
    onLook.run();
    if (offsets.isEmpty()) {
      return Stretch.unknown(offset);
    }
    long first = -1;
    long records = 0;
    for (long next : offsets.subSet(offset, true, stop, false)) {
      if (records == maxRecords) {
        return new Stretch(first, next, records);
      }
      first = first < 0 ? next : first;
      records++;
    }
    return records == 0 ? new Stretch(stop, stop, 0) : new Stretch(first, stop, records);
  }

  @Override
  public Map<TopicPartition, LogEnd> ends(Set<TopicPartition> partitions) {
    answer();
    return toMap(partitions, each -> new LogEnd(Math.min(stableEnd, end), 0));
  }

  @Override
  public Map<TopicPartition, Long> highWatermarks(Set<TopicPartition> partitions) {
    answer();
    return toMap(partitions, each -> end);
  }

  @Override
  public Map<TopicPartition, Long> begins(Set<TopicPartition> partitions) {
    return toMap(partitions, each -> 0L);
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
    return Map.copyOf(committed);
  }

  @Override
  public void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    committed.putAll(offsets);
  }

  @Override
  public void verify(Map<TopicPartition, OffsetAndMetadata> positions) {}

  @Override
  public void wakeup() {}

  @Override
  public void close() {}
}

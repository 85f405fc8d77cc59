package io.userstream.runloop;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The first record at or after an offset of each partition. {@link #look} is for one thread; the
 * other methods are safe from any thread.
 */
final class RecordHeads {
  /**
   * Partitions of a look. Most offsets move between two looks, and each partition takes a fetch, so
   * a thousand of them would keep driver and brokers busy. An offset that stays is read once.
   */
  static final int AT_ONCE = 100;

  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);

  private final Map<TopicPartition, Head> known = new ConcurrentHashMap<>();

  /** The number of the last partition that was looked at. */
  private int last = -1;

  /** The first record at or after an offset, with the time of its append in ms since the epoch. */
  record Head(long offset, long appendedMs) {}

  /** Returns the earliest append in some partitions; empty if none of them is known. */
  OptionalLong oldestMs(Set<TopicPartition> partitions) {
    return known.entrySet().stream()
        .filter(head -> partitions.contains(head.getKey()))
        .mapToLong(head -> head.getValue().appendedMs())
        .min();
  }

  /** Returns the record of a partition; empty if it is unknown. */
  Optional<Head> of(TopicPartition partition) {
    return Optional.ofNullable(known.get(partition));
  }

  /**
   * Reads the records whose offsets have moved, of {@value #AT_ONCE} partitions in turns, and then
   * forgets those of the others. The partition with the oldest record is always one of them, so
   * that a partition that is behind stays known.
   *
   * @param offsets the partitions of interest
   * @param consumer without a group; returns one record per poll
   */
  void look(Map<TopicPartition, Long> offsets, Consumer<byte[], byte[]> consumer) {
    known.keySet().retainAll(offsets.keySet());
    Set<TopicPartition> moved = new HashSet<>(offsets.keySet());
    known.forEach(
        (partition, head) -> {
          if (offsets.get(partition) == head.offset()) {
            moved.remove(partition);
          }
        });
    List<TopicPartition> next = next(moved);
    if (!next.isEmpty() && read(next, offsets, consumer)) {
      last = next.get(next.size() - 1).partition();
      next.forEach(moved::remove);
      known.keySet().removeAll(moved);
    }
  }

  private List<TopicPartition> next(Set<TopicPartition> moved) {
    Stream<TopicPartition> oldest =
        known.entrySet().stream()
            .filter(head -> moved.contains(head.getKey()))
            .min(Comparator.comparingLong(head -> head.getValue().appendedMs()))
            .map(Map.Entry::getKey)
            .stream();
    List<TopicPartition> sorted =
        moved.stream().sorted(Comparator.comparingInt(TopicPartition::partition)).toList();
    Stream<TopicPartition> inTurns =
        Stream.concat(
            sorted.stream().filter(partition -> partition.partition() > last),
            sorted.stream().filter(partition -> partition.partition() <= last));
    return Stream.concat(oldest, inTurns).distinct().limit(AT_ONCE).toList();
  }

  /** Returns true if it has read a record. */
  private boolean read(
      List<TopicPartition> partitions,
      Map<TopicPartition, Long> offsets,
      Consumer<byte[], byte[]> consumer) {
    consumer.assign(partitions);
    consumer.resume(partitions); // A partition that stays assigned stays paused.
    partitions.forEach(partition -> consumer.seek(partition, offsets.get(partition)));
    Set<TopicPartition> unread = new HashSet<>(partitions);
    long startNanos = System.nanoTime();
    while (!unread.isEmpty() && System.nanoTime() - startNanos < LIMIT.toNanos()) {
      for (ConsumerRecord<byte[], byte[]> read : consumer.poll(POLL_TIMEOUT)) {
        TopicPartition partition = new TopicPartition(read.topic(), read.partition());
        if (unread.remove(partition)) {
          known.put(partition, new Head(offsets.get(partition), read.timestamp()));
          consumer.pause(List.of(partition));
        }
      }
    }
    return unread.size() < partitions.size();
  }
}

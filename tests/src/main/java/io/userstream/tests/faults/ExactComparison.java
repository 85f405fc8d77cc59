package io.userstream.tests.faults;

import com.google.common.collect.Sets;
import io.userstream.io.kafka.RecordOrigin;
import io.userstream.tests.flow.FlowContents;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What Kafka acknowledged to the publisher against what is in the servers: the users against the
 * rows, by id, and the broken records against the dead letters, by origin.
 */
final class ExactComparison {
  private final SteadyPublisher publisher;
  private final FlowContents contents;

  ExactComparison(SteadyPublisher publisher, FlowContents contents) {
    this.publisher = publisher;
    this.contents = contents;
  }

  /**
   * Checks that every record below these offsets is a row or a dead letter; one above may be, too.
   *
   * @throws AssertionError with the origins of those that are neither
   */
  void requireSafeBelow(Map<TopicPartition, Long> offsets) {
    NavigableMap<RecordOrigin, String> users = publisher.users();
    users.keySet().removeIf(origin -> !isBelow(origin, offsets));
    users.values().removeAll(new HashSet<>(contents.rowIds()));
    requireNone("committed but not stored", users.keySet());
    NavigableMap<RecordOrigin, String> poison = publisher.poison();
    poison.keySet().removeIf(origin -> !isBelow(origin, offsets));
    deadLetters().keySet().forEach(poison::remove);
    requireNone("committed but no dead letter", poison.keySet());
  }

  private static boolean isBelow(RecordOrigin origin, Map<TopicPartition, Long> offsets) {
    return origin.offset()
        < offsets.getOrDefault(new TopicPartition(origin.topic(), origin.partition()), 0L);
  }

  /**
   * Checks that the rows are the users, and that every broken record has one dead letter; for a
   * publisher that pauses, and a flow that has done it all.
   *
   * @throws AssertionError with the ids or origins of those that are lost, doubled or unasked
   */
  void requireExact() {
    Set<String> users = new HashSet<>(publisher.users().values());
    Set<String> rows = new HashSet<>(contents.rowIds());
    requireNone("lost", Sets.difference(users, rows));
    requireNone("stored, but never published", Sets.difference(rows, users));
    Map<RecordOrigin, Integer> deadLetters = deadLetters();
    Map<RecordOrigin, Integer> expected = new HashMap<>();
    publisher.poison().keySet().forEach(origin -> expected.put(origin, 1));
    Map<RecordOrigin, Integer> differing = new HashMap<>(deadLetters);
    differing
        .entrySet()
        .removeIf(letter -> letter.getValue().equals(expected.get(letter.getKey())));
    requireNone("dead letters doubled or unasked", differing.keySet());
    expected.keySet().removeAll(deadLetters.keySet());
    requireNone("dead letters lost", expected.keySet());
  }

  /** How many dead letters there are of each record. */
  private Map<RecordOrigin, Integer> deadLetters() {
    Map<RecordOrigin, Integer> deadLetters = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> letter : contents.deadLetters()) {
      deadLetters.merge(
          RecordOrigin.inHeaders(letter.headers()).orElseThrow().place(), 1, Integer::sum);
    }
    return deadLetters;
  }

  private static void requireNone(String what, Set<?> none) {
    if (!none.isEmpty()) {
      throw new AssertionError(what + ": " + none);
    }
  }
}

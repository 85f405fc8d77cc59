package io.userstream.runloop.ranges;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Searches partitions by time, all at once: a request has one question of each. The index of a
 * partition can miss records, see {@link IndexBound}.
 */
public final class TimeIndex {
  private TimeIndex() {}

  /**
   * Where to look for the first record at a time or after it.
   *
   * @param offset not above that of the record; if there is none, any offset of the log
   * @param isExact whether it is the record's own
   */
  public record Bound(long offset, boolean isExact) {}

  /**
   * Returns a bound for each partition. It is exact unless no record is young enough, or the index
   * misses it. Then the caller has to read on from there. Some 30 to 70 requests if it is not
   * exact, one otherwise.
   *
   * @param timestampMs milliseconds since the epoch, not negative
   */
  public static Map<TopicPartition, Bound> bounds(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions, long timestampMs) {
    Map<TopicPartition, IndexBound> searches = new HashMap<>();
    partitions.forEach(partition -> searches.put(partition, new IndexBound(timestampMs)));
    ask(consumer, searches);
    Map<TopicPartition, Bound> bounds = new HashMap<>();
    searches.forEach(
        (partition, search) -> bounds.put(partition, new Bound(search.offset(), search.isExact())));
    return bounds;
  }

  /** Asks until no search has anything left to ask. */
  static void ask(Consumer<?, ?> consumer, Map<TopicPartition, ? extends IndexSearch> searches) {
    Map<TopicPartition, IndexSearch> asking = new HashMap<>(searches);
    while (!asking.isEmpty()) {
      Map<TopicPartition, Long> times = new HashMap<>();
      Set<TopicPartition> starts = new HashSet<>();
      asking.forEach(
          (partition, search) -> {
            long question = search.question();
            if (question == IndexSearch.LOG_START) {
              starts.add(partition);
            } else {
              times.put(partition, question);
            }
          });
      Map<TopicPartition, Long> answers = answers(consumer, times);
      if (!starts.isEmpty()) {
        answers.putAll(consumer.beginningOffsets(starts));
      }
      asking.entrySet().removeIf(each -> each.getValue().answer(answers.get(each.getKey())));
    }
  }

  private static Map<TopicPartition, Long> answers(
      Consumer<?, ?> consumer, Map<TopicPartition, Long> times) {
    Map<TopicPartition, Long> answers = new HashMap<>();
    if (!times.isEmpty()) {
      Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
      for (TopicPartition partition : times.keySet()) {
        OffsetAndTimestamp first = found.get(partition);
        answers.put(partition, first == null ? IndexSearch.NONE : first.offset());
      }
    }
    return answers;
  }
}

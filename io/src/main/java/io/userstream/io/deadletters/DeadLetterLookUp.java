package io.userstream.io.deadletters;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds dead letters that were already written. It reads each part of the topic once, and then only
 * remembers which append times each chunk of it holds. A later look-up reads what is new, and those
 * chunks that can hold its origins. Dead letters are written roughly in the order of their origins,
 * so a look-up reads few that it does not need, and little memory is needed for millions.
 *
 * <p>A worker creates new functions for every run, so the chunks belong to the JVM. Thread-safe.
 */
final class DeadLetterLookUp {
  /** Maximum difference between the clocks of brokers and workers. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

  private static final Map<Key, DeadLetterLookUp> OF_THIS_JVM = new ConcurrentHashMap<>();

  private record Key(String topic, ImmutableMap<String, Object> clientProperties) {}

  private final Key key;
  private final Map<TopicPartition, KnownPart> parts = new HashMap<>();
  private String topicId = "";

  private DeadLetterLookUp(Key key) {
    this.key = key;
  }

  /** Returns this JVM's look-up for a topic. */
  static DeadLetterLookUp of(String topic, ImmutableMap<String, Object> clientProperties) {
    return OF_THIS_JVM.computeIfAbsent(new Key(topic, clientProperties), DeadLetterLookUp::new);
  }

  /**
   * Returns the dead letters whose origin is not in the topic yet.
   *
   * @param currentTopicId the id of the dead letter topic, which changes when it is recreated
   */
  synchronized List<DeadLetter> unwritten(List<DeadLetter> deadLetters, String currentTopicId) {
    if (!currentTopicId.equals(topicId)) {
      parts.clear();
      topicId = currentTopicId;
    }
    AskedOrigins asked = new AskedOrigins(deadLetters);
    try (DeadLetterReader reader = new DeadLetterReader(key.topic(), key.clientProperties())) {
      lookUp(reader, asked);
    } catch (RuntimeException e) {
      parts.clear(); // A chunk may be half read.
      throw e;
    }
    return asked.unwritten();
  }

  private void lookUp(DeadLetterReader reader, AskedOrigins asked) {
    Map<TopicPartition, Long> starts =
        reader.startsAt(Math.max(0, asked.oldestMs() - CLOCK_SKEW.toMillis()));
    reader
        .ends()
        .forEach(
            (partition, end) -> {
              long start = Math.min(starts.getOrDefault(partition, end), end);
              KnownPart part = parts.get(partition);
              if (part == null || part.end() > end) { // new, or the log lost its end
                part = new KnownPart(partition, start);
                parts.put(partition, part);
              }
              part.lookUp(reader, start, end, asked);
            });
  }
}

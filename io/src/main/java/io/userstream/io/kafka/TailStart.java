package io.userstream.io.kafka;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** The start position of a {@link TopicTail}. Immutable. */
public final class TailStart {
  private final Seek seek;

  private TailStart(Seek seek) {
    this.seek = seek;
  }

  private interface Seek {
    void apply(
        Consumer<?, ?> consumer, List<TopicPartition> partitions, Map<String, ?> clientProperties);
  }

  /**
   * Parses {@code beginning}, {@code end}, an instant like {@code 2026-11-21T12:00:00Z}, or an age.
   *
   * @param durations parses an age, and throws IllegalArgumentException for anything else
   * @throws IllegalArgumentException with the accepted formats
   */
  public static TailStart parse(String text, Function<String, Duration> durations, Clock clock) {
    switch (text) {
      case "beginning":
        return new TailStart(
            (consumer, partitions, client) -> consumer.seekToBeginning(partitions));
      case "end":
        return new TailStart((consumer, partitions, client) -> consumer.seekToEnd(partitions));
      default:
        return at(instant(text, durations, clock));
    }
  }

  private static Instant instant(String text, Function<String, Duration> durations, Clock clock) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException notAnInstant) {
      try {
        return clock.instant().minus(durations.apply(text));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "must be beginning, end, an instant like 2026-11-21T12:00:00Z, or an age like 10m", e);
      }
    }
  }

  /** Starts at the first record of each partition that is not older than an instant. */
  public static TailStart at(Instant start) {
    return new TailStart(
        (consumer, partitions, client) -> {
          Map<TopicPartition, Long> found;
          try (LogReader log = new LogReader(partitions.get(0).topic(), client)) {
            found = log.firstSince(start.toEpochMilli());
          }
          for (TopicPartition partition : partitions) {
            Long first = found.get(partition);
            if (first == null) { // All records are older.
              consumer.seekToEnd(List.of(partition));
            } else {
              consumer.seek(partition, first);
            }
          }
        });
  }

  /**
   * Goes to the start.
   *
   * @param partitions all of a topic
   * @param clientProperties of another consumer, which looks for times
   */
  void seek(
      Consumer<?, ?> consumer, List<TopicPartition> partitions, Map<String, ?> clientProperties) {
    seek.apply(consumer, partitions, clientProperties);
  }
}

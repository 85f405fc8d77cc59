package io.userstream.io.kafka;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Where a look at a topic begins. Immutable. */
public final class TailStart {
  private final Seek seek;

  private TailStart(Seek seek) {
    this.seek = seek;
  }

  private interface Seek {
    void apply(Consumer<?, ?> consumer, Collection<TopicPartition> partitions);
  }

  /**
   * Reads {@code beginning}, {@code end}, an instant as in {@code 2026-11-21T12:00:00Z}, or how
   * long ago.
   *
   * @param durations reads a duration, and throws IllegalArgumentException for anything else
   * @throws IllegalArgumentException saying what it may be
   */
  public static TailStart parse(String text, Function<String, Duration> durations, Clock clock) {
    switch (text) {
      case "beginning":
        return new TailStart(Consumer::seekToBeginning);
      case "end":
        return new TailStart(Consumer::seekToEnd);
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
            "is none of beginning, end, an instant as in 2026-11-21T12:00:00Z, or how long ago, as"
                + " in 10m",
            e);
      }
    }
  }

  /** Starts with the first record of each partition that is not older than an instant. */
  public static TailStart at(Instant start) {
    return new TailStart(
        (consumer, partitions) -> {
          Map<TopicPartition, Long> wanted = new HashMap<>();
          partitions.forEach(partition -> wanted.put(partition, start.toEpochMilli()));
          Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(wanted);
          for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = found.get(partition);
            if (first == null) { // All that there is, is older.
              consumer.seekToEnd(List.of(partition));
            } else {
              consumer.seek(partition, first.offset());
            }
          }
        });
  }

  void seek(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    seek.apply(consumer, partitions);
  }
}

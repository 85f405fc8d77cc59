package io.userstream.io.deadletters;

import java.util.HashMap;
import java.util.Map;

/**
 * A part of one partition of the dead letter topic, with the append times of the origins in it by
 * log. Not thread-safe.
 */
final class Chunk {
  private static final int MAX_DEAD_LETTERS = 1_024;

  private final long start;
  private long stop;
  private int deadLetters;
  private final Map<String, Span> spans = new HashMap<>();

  /** Starts an empty chunk. */
  Chunk(long start) {
    this.start = start;
    this.stop = start;
  }

  /** Returns the first offset. */
  long start() {
    return start;
  }

  /** Returns the offset after the last dead letter. */
  long stop() {
    return stop;
  }

  boolean isFull() {
    return deadLetters >= MAX_DEAD_LETTERS;
  }

  /** Adds a dead letter at an offset that is not below {@link #stop}. */
  void add(long offset, Origin origin, Span appended) {
    deadLetters++;
    spans.merge(origin.log(), appended, Span::and);
    stop = offset + 1;
  }

  /** Returns true if one of these origins may be in the chunk. */
  boolean mayHold(Map<String, Span> asked) {
    return asked.entrySet().stream()
        .anyMatch(
            each -> {
              Span span = spans.get(each.getKey());
              return span != null && span.overlaps(each.getValue());
            });
  }

  /** A closed interval of append times in milliseconds since the epoch. */
  record Span(long firstMs, long lastMs) {
    /** The span of an origin whose time is not known. */
    static final Span ALWAYS = new Span(Long.MIN_VALUE, Long.MAX_VALUE);

    static Span at(long timestampMs) {
      return new Span(timestampMs, timestampMs);
    }

    Span and(Span other) {
      return new Span(Math.min(firstMs, other.firstMs), Math.max(lastMs, other.lastMs));
    }

    boolean overlaps(Span other) {
      return firstMs <= other.lastMs && other.firstMs <= lastMs;
    }
  }
}

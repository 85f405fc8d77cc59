package io.userstream.io.deadletters;

import io.userstream.io.deadletters.Chunk.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The dead letters of one look-up, and which of them were found. Not thread-safe. */
final class AskedOrigins {
  private final List<DeadLetter> deadLetters;
  private final Map<Origin, List<Origin>> byPlace = new HashMap<>();
  private final Map<String, Span> spans = new HashMap<>();
  private final Set<Origin> written = new HashSet<>();

  AskedOrigins(List<DeadLetter> deadLetters) {
    this.deadLetters = deadLetters;
    for (DeadLetter deadLetter : deadLetters) {
      Origin origin = deadLetter.origin();
      byPlace.computeIfAbsent(origin.place(), place -> new ArrayList<>(1)).add(origin);
      spans.merge(origin.log(), Span.at(deadLetter.timestampMs()), Span::and);
    }
  }

  /** Returns the append times of the origins by log. */
  Map<String, Span> spans() {
    return spans;
  }

  /** Returns the earliest of these times. */
  long oldestMs() {
    return spans.values().stream().mapToLong(Span::firstMs).min().orElse(0);
  }

  /** Notes the origin of a dead letter in the topic. */
  void found(Origin inTopic) {
    for (Origin origin : byPlace.getOrDefault(inTopic.place(), List.of())) {
      if (inTopic.isSame(origin)) {
        written.add(origin);
      }
    }
  }

  /** Returns the dead letters that were not found, in their order. */
  List<DeadLetter> unwritten() {
    return deadLetters.stream()
        .filter(deadLetter -> !written.contains(deadLetter.origin()))
        .toList();
  }
}

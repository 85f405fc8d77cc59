package io.userstream.pipelines.reconcile;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.kafka.RecordOrigin;
import io.userstream.pipelines.reconcile.Places.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.annotation.Nullable;

/**
 * Compares all that is known of one key, by the definitions of {@link Reconcile}. What has no id
 * can be compared together: none of it is a user's.
 */
final class KeyComparison {
  private final String topic;
  private final ImmutableMap<Integer, Long> committed;
  private final Tally tally;

  /**
   * Prepares to compare key after key.
   *
   * @param committed see {@link FixedOffsets#committed}
   * @param tally gets what is found
   */
  KeyComparison(String topic, ImmutableMap<Integer, Long> committed, Tally tally) {
    this.topic = topic;
    this.committed = committed;
    this.tally = tally;
  }

  /**
   * Compares one key.
   *
   * @param id the key, or null for what has none
   */
  void compare(@Nullable UUID id, KeyState state) {
    Evidence latest = state.latest();
    if (latest != null) {
      compareState(latest, state.row());
    } else if (state.row() != null) {
      tally.stored();
      if (state.hasUndecodable()) {
        tally.published(); // Compaction took the record behind the row and left the broken one.
      } else {
        tally.difference(id, "unexpected row: no record of the topic has this key");
      }
    }
    if (state.hasUndecodable() || state.hasDeadLetters()) {
      compareDeadLetters(state);
    }
    if (state.raw() != null && !state.hasTrace()) {
      compareRaw(state.raw());
    }
  }

  private void compareRaw(Evidence raw) {
    tally.published();
    if (raw.kind() == Evidence.Kind.RAW_OR_ERASED) {
      tally.erased();
    } else {
      tally.difference(
          raw.id(),
          "published by the raw store, but in neither the topic, the table nor the dead letters");
    }
  }

  private void compareState(Evidence latest, @Nullable Evidence row) {
    tally.published();
    if (isInFlight(latest.partition(), latest.offset())) {
      tally.inFlight();
    } else if (latest.kind() == Evidence.Kind.TOMBSTONE) {
      if (row == null) {
        tally.erased();
      } else {
        tally.difference(latest.id(), "row should be erased by " + origin(latest));
      }
    } else if (row == null) {
      tally.difference(latest.id(), "missing row of " + origin(latest));
    } else if (row.fingerprint() != latest.fingerprint()) {
      tally.difference(latest.id(), "row has other content than " + origin(latest));
    } else {
      tally.stored();
    }
  }

  private void compareDeadLetters(KeyState state) {
    List<Place> broken = new ArrayList<>();
    state.forEachUndecodable(
        place -> {
          tally.published();
          if (isInFlight(place.partition(), place.offset())) {
            tally.inFlight();
          } else {
            broken.add(place);
          }
        });
    List<Place> letters = new ArrayList<>();
    state.forEachDeadLetter(
        place -> {
          if (!isInFlight(place.partition(), place.offset())) {
            tally.dead();
            letters.add(place);
          }
        });
    Collections.sort(broken);
    Collections.sort(letters);
    Set<Place> good = new HashSet<>();
    if (!letters.isEmpty()) {
      state.forEachGood(
          place -> {
            if (Collections.binarySearch(letters, place) >= 0) {
              good.add(place);
            }
          });
    }
    int next = 0; // In the broken ones, which are gone through beside the letters.
    for (int i = 0; i < letters.size(); ) {
      Place place = letters.get(i);
      int copies = 0;
      for (; i < letters.size() && letters.get(i).equals(place); i++) {
        copies++;
      }
      while (next < broken.size() && broken.get(next).compareTo(place) < 0) {
        tally.difference(origin(broken.get(next++)), "dead letter missing");
      }
      boolean isBroken = next < broken.size() && broken.get(next).equals(place);
      next += isBroken ? 1 : 0;
      compareDeadLetter(place, copies, good.contains(place), isBroken);
    }
    while (next < broken.size()) {
      tally.difference(origin(broken.get(next++)), "dead letter missing");
    }
  }

  private void compareDeadLetter(Place place, int copies, boolean isGood, boolean isBroken) {
    if (copies > 1) {
      tally.difference(
          origin(place), "dead letter written " + (copies == 2 ? "twice" : copies + " times"));
    }
    if (isGood) {
      tally.difference(origin(place), "dead letter for a good record");
    } else if (place.offset() < 0 || !committed.containsKey(place.partition())) {
      tally.difference(origin(place), "dead letter of an unknown origin");
    } else if (!isBroken) {
      tally.published(); // Compacted away since.
    }
  }

  /** A partition that the topic does not have is nobody's: not in flight. */
  private boolean isInFlight(int partition, long offset) {
    Long done = committed.get(partition);
    return done != null && offset >= done;
  }

  private RecordOrigin origin(Evidence evidence) {
    return RecordOrigin.of(topic, evidence.partition(), evidence.offset());
  }

  private RecordOrigin origin(Place place) {
    return RecordOrigin.of(topic, place.partition(), place.offset());
  }
}

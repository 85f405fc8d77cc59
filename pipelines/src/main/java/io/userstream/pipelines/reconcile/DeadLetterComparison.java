package io.userstream.pipelines.reconcile;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.deadletters.RecordOrigin;
import io.userstream.pipelines.reconcile.Places.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares the dead letters of a key with its undecodable records, by position and timestamp. A
 * dead letter whose timestamp differs from that of the record at its position belongs to an earlier
 * record that the log lost. It counts as published and dead, like that of a compacted record.
 */
final class DeadLetterComparison {
  private final String topic;
  private final ImmutableMap<Integer, Long> committed;
  private final Tally tally;

  /** See {@link KeyComparison}. */
  DeadLetterComparison(String topic, ImmutableMap<Integer, Long> committed, Tally tally) {
    this.topic = topic;
    this.committed = committed;
    this.tally = tally;
  }

  void compare(KeyState state) {
    List<Place> broken = new ArrayList<>();
    state.forEachUndecodable(
        place -> {
          tally.published();
          if (isInFlight(place)) {
            tally.inFlight();
          } else {
            broken.add(place);
          }
        });
    List<Place> letters = new ArrayList<>();
    state.forEachDeadLetter(
        place -> {
          if (!isInFlight(place)) {
            tally.dead();
            letters.add(place);
          }
        });
    Collections.sort(broken);
    addRedriven(state, broken, letters);
    Collections.sort(letters);
    List<Place> good = goodAtPlacesOf(letters, state);
    dateByRecords(letters, broken, good);
    compare(letters, broken, new HashSet<>(good));
  }

  /**
   * Counts redriven dead letters. One whose record cannot be decoded, or belongs to an earlier
   * record at the position, is still a dead letter.
   *
   * @param broken undecodable records, sorted
   * @param letters receives what is still a dead letter
   */
  private void addRedriven(KeyState state, List<Place> broken, List<Place> letters) {
    List<Place> redriven = new ArrayList<>();
    state.forEachRedriven(
        place -> {
          if (!isInFlight(place)) {
            redriven.add(place);
          }
        });
    Collections.sort(redriven);
    List<Place> good = goodAtPlacesOf(redriven, state);
    for (int i = 0; i < redriven.size(); i++) {
      Place place = redriven.get(i);
      if (i > 0 && redriven.get(i - 1).equals(place)) {
        tally.difference(origin(place), "dead letter written twice");
      }
      if (contains(broken, place) || isOfAnotherRecord(place, good)) {
        tally.dead();
        letters.add(place);
      } else {
        tally.redriven(); // Its record decides the state of the key, or was compacted away since.
      }
    }
  }

  private static boolean contains(List<Place> sorted, Place place) {
    return Collections.binarySearch(sorted, place, Place.BY_OFFSET) >= 0;
  }

  private static boolean isOfAnotherRecord(Place letter, List<Place> good) {
    int found = Collections.binarySearch(good, letter, Place.BY_OFFSET);
    return found >= 0
        && letter.timestampMs() != Evidence.NO_TIMESTAMP
        && letter.timestampMs() != good.get(found).timestampMs();
  }

  /** Returns the decodable records at the positions of dead letters, sorted. */
  private static List<Place> goodAtPlacesOf(List<Place> letters, KeyState state) {
    List<Place> good = new ArrayList<>();
    if (!letters.isEmpty()) {
      state.forEachGood(
          place -> {
            if (contains(letters, place)) {
              good.add(place);
            }
          });
      Collections.sort(good);
    }
    return good;
  }

  /** Gives a dead letter without a timestamp that of the record at its position. */
  private static void dateByRecords(List<Place> letters, List<Place> broken, List<Place> good) {
    boolean dated = false;
    for (int i = 0; i < letters.size(); i++) {
      Place letter = letters.get(i);
      if (letter.timestampMs() == Evidence.NO_TIMESTAMP) {
        for (List<Place> records : List.of(broken, good)) {
          int found = Collections.binarySearch(records, letter, Place.BY_OFFSET);
          if (found >= 0) {
            letters.set(i, records.get(found));
            dated = true;
          }
        }
      }
    }
    if (dated) {
      Collections.sort(letters);
    }
  }

  private void compare(List<Place> letters, List<Place> broken, Set<Place> good) {
    int next = 0; // Index into broken, which is merged with letters.
    for (int i = 0; i < letters.size(); ) {
      Place place = letters.get(i);
      int copies = 0;
      for (; i < letters.size() && letters.get(i).equals(place); i++) {
        copies++;
      }
      while (next < broken.size() && broken.get(next).compareTo(place) < 0) {
        missing(broken.get(next++));
      }
      boolean isBroken = next < broken.size() && broken.get(next).equals(place);
      next += isBroken ? 1 : 0;
      compare(place, copies, good.contains(place), isBroken);
    }
    while (next < broken.size()) {
      missing(broken.get(next++));
    }
  }

  private void missing(Place place) {
    tally.difference(origin(place), "dead letter missing");
    tally.repairBy(place.partition(), place.offset());
  }

  private void compare(Place place, int copies, boolean isGood, boolean isBroken) {
    if (copies > 1) {
      tally.difference(
          origin(place), "dead letter written " + (copies == 2 ? "twice" : copies + " times"));
    }
    if (isGood) {
      tally.difference(origin(place), "dead letter for a good record");
    } else if (place.offset() < 0 || !committed.containsKey(place.partition())) {
      tally.difference(origin(place), "dead letter of an unknown origin");
    } else if (!isBroken) {
      tally.published(); // Compacted or lost since.
    }
  }

  private boolean isInFlight(Place place) {
    return KeyComparison.isInFlight(committed, place.partition(), place.offset());
  }

  private RecordOrigin origin(Place place) {
    return RecordOrigin.at(topic, place.partition(), place.offset());
  }
}

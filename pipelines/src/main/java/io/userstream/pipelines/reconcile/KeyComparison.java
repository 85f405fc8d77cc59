package io.userstream.pipelines.reconcile;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.deadletters.RecordOrigin;
import io.userstream.io.erasures.Erasures;
import io.userstream.pipelines.reconcile.Places.Place;
import java.util.UUID;
import java.util.function.Consumer;
import javax.annotation.Nullable;

/**
 * Compares all evidence of a key, by the definitions of {@link Reconcile}. Evidence without an id
 * can be compared together, because none of it belongs to a user.
 */
final class KeyComparison {
  private final String topic;
  private final ImmutableMap<Integer, Long> committed;
  private final Erasures erasures;
  private final Tally tally;
  private final DeadLetterComparison deadLetters;
  private final MarkComparison marks;

  /**
   * Prepares to compare keys.
   *
   * @param committed see {@link FixedOffsets#committed}
   * @param erasures the users who must be absent
   * @param tally receives the findings
   */
  KeyComparison(
      String topic, ImmutableMap<Integer, Long> committed, Erasures erasures, Tally tally) {
    this.topic = topic;
    this.committed = committed;
    this.erasures = erasures;
    this.tally = tally;
    this.deadLetters = new DeadLetterComparison(topic, committed, tally);
    this.marks = new MarkComparison(topic, tally);
  }

  /**
   * Compares one key.
   *
   * @param id the key; null for evidence without one
   */
  void compare(@Nullable UUID id, KeyState state) {
    if (id != null && erasures.contains(id.toString())) {
      compareErased(id, state);
      return;
    }
    Evidence latest = state.latest();
    if (latest != null) {
      compareState(latest, state.row());
    } else if (state.row() != null) {
      tally.stored();
      if (state.hasUndecodable()) {
        tally.published(); // Compaction removed the record of the row and left the undecodable one.
      } else {
        tally.difference(id, "unexpected row: no record of the topic has this key");
      }
    }
    if (state.hasUndecodable() || state.hasDeadLetters()) {
      deadLetters.compare(state);
    }
    if (state.raw() != null) {
      marks.compare(state);
    }
  }

  /** Compares a user who was erased. Whatever is left counts, so that it breaks the equation. */
  private void compareErased(UUID id, KeyState state) {
    Evidence latest = state.latest();
    if (latest != null) {
      tally.published();
      if (latest.kind() == Evidence.Kind.TOMBSTONE) {
        tally.erased();
      } else {
        tally.difference(id, "erased, but published again as " + origin(latest));
      }
    }
    if (state.row() != null) {
      tally.stored();
      tally.difference(id, "erased, but has a row");
    }
    if (state.raw() != null) {
      tally.difference(id, "erased, but is in the raw store");
    }
    state.forEachUndecodable(
        place -> {
          tally.published();
          tally.erased(); // Its tombstone removes it at the next compaction.
        });
    Consumer<Place> letter =
        place -> {
          tally.dead();
          tally.difference(
              id,
              "erased, but has the dead letter of "
                  + RecordOrigin.at(topic, place.partition(), place.offset()));
        };
    state.forEachDeadLetter(letter);
    state.forEachRedriven(letter);
  }

  private void compareState(Evidence latest, @Nullable Evidence row) {
    tally.published();
    if (isInFlight(committed, latest.partition(), latest.offset())) {
      tally.inFlight();
    } else if (latest.kind() == Evidence.Kind.TOMBSTONE) {
      if (row == null) {
        tally.erased();
      } else {
        wrongRow(latest, "row should be erased by ");
      }
    } else if (row == null) {
      wrongRow(latest, "missing row of ");
    } else if (row.fingerprint() != latest.fingerprint()) {
      wrongRow(latest, "row differs from ");
    } else {
      tally.stored();
    }
  }

  private void wrongRow(Evidence latest, String what) {
    tally.difference(latest.id(), what + origin(latest));
    tally.repairBy(latest.partition(), latest.offset());
  }

  /** Returns whether a record is in flight. Unknown partitions have nothing in flight. */
  static boolean isInFlight(ImmutableMap<Integer, Long> committed, int partition, long offset) {
    Long done = committed.get(partition);
    return done != null && offset >= done;
  }

  private RecordOrigin origin(Evidence evidence) {
    return RecordOrigin.at(topic, evidence.partition(), evidence.offset());
  }
}

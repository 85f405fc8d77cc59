package io.userstream.pipelines.reconcile;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.deadletters.RecordOrigin;
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
  private final DeadLetterComparison deadLetters;
  private final MarkComparison marks;

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
    this.deadLetters = new DeadLetterComparison(topic, committed, tally);
    this.marks = new MarkComparison(topic, tally);
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
      deadLetters.compare(state);
    }
    if (state.raw() != null) {
      marks.compare(state);
    }
  }

  private void compareState(Evidence latest, @Nullable Evidence row) {
    tally.published();
    if (isInFlight(committed, latest.partition(), latest.offset())) {
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

  /** A partition that the topic does not have is nobody's: not in flight. */
  static boolean isInFlight(ImmutableMap<Integer, Long> committed, int partition, long offset) {
    Long done = committed.get(partition);
    return done != null && offset >= done;
  }

  private RecordOrigin origin(Evidence evidence) {
    return RecordOrigin.at(topic, evidence.partition(), evidence.offset());
  }
}

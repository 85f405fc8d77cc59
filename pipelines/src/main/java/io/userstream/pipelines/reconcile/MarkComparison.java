package io.userstream.pipelines.reconcile;

import io.userstream.io.deadletters.RecordOrigin;
import java.util.Locale;

/**
 * Compares the mark of a raw row with all other evidence of its user.
 *
 * <p>Compaction keeps the latest record of a key, and removes a tombstone only after all earlier
 * records. If the log has a record of the key, but none at or above the acknowledged offset, it
 * lost the acknowledged record and all later records of the key.
 */
final class MarkComparison {
  private final String topic;
  private final Tally tally;

  MarkComparison(String topic, Tally tally) {
    this.topic = topic;
    this.tally = tally;
  }

  /** Compares the mark of a key, which must have one. */
  void compare(KeyState state) {
    Evidence raw = state.raw();
    if (raw.kind() == Evidence.Kind.RAW_DEAD) {
      compareDead(raw, state);
    } else if (raw.offset() != Evidence.NO_PLACE) {
      comparePlace(raw, state);
    } else if (!state.hasTrace()) {
      if (state.hasRawDeadLetter()) {
        tally.published();
        tally.dead();
      } else {
        compareNothing(raw);
      }
    }
  }

  private void compareDead(Evidence raw, KeyState state) {
    if (state.hasRawDeadLetter()) {
      tally.published();
      tally.dead();
    } else if (state.hasTrace()) {
      lost(raw, "dead letter of the raw store's row missing");
    } else {
      compareNothing(raw);
    }
  }

  private void comparePlace(Evidence raw, KeyState state) {
    long latest = state.latestOffset(raw.partition());
    if (latest >= raw.offset() || state.hasDeadLetterAt(raw.partition(), raw.offset())) {
      return;
    }
    if (latest >= 0) {
      lost(
          raw,
          String.format(
              Locale.ROOT,
              "acknowledged as %s, but the latest record of this key in that partition is %s",
              origin(raw, raw.offset()),
              origin(raw, latest)));
    } else if (!state.hasTrace()) {
      compareNothing(raw);
    } else if (raw.kind() == Evidence.Kind.RAW && !state.isRowWithoutRecord()) {
      lost(
          raw,
          String.format(
              Locale.ROOT,
              "acknowledged as %s, but that partition has no record of this key",
              origin(raw, raw.offset())));
    }
  }

  private void compareNothing(Evidence raw) {
    if (raw.kind() == Evidence.Kind.RAW_OR_ERASED) {
      tally.published();
      tally.erased();
    } else {
      lost(
          raw,
          "published by the raw store, but in neither the topic, the table nor the dead letters");
    }
  }

  /** Counts a lost record as published and nothing else, so that the equation shows it. */
  private void lost(Evidence raw, String what) {
    tally.published();
    tally.difference(raw.id(), what);
    tally.republish(raw.id());
  }

  private RecordOrigin origin(Evidence raw, long offset) {
    return RecordOrigin.at(topic, raw.partition(), offset);
  }
}

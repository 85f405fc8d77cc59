package io.userstream.pipelines.reconcile;

import io.userstream.pipelines.reconcile.Places.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.annotation.Nullable;

/**
 * The state of one key: the latest record of each partition, the row, and the positions of all
 * other records. Does not keep the evidence. Not thread-safe.
 */
final class KeyState {
  /** The latest decodable record of each partition. A key in several partitions is rare. */
  private final List<Evidence> latest = new ArrayList<>(1);

  @Nullable private Evidence row;
  @Nullable private Evidence raw;
  private boolean hasRawDeadLetter;
  @Nullable private Places superseded;
  @Nullable private Places undecodable;
  @Nullable private Places deadLetters;
  @Nullable private Places redriven;

  void add(Evidence evidence) {
    switch (evidence.kind()) {
      case USER, TOMBSTONE -> addRecord(evidence);
      case ROW -> row = evidence;
      case UNDECODABLE -> undecodable = with(undecodable, evidence);
      case RAW, RAW_OR_ERASED, RAW_DEAD -> raw = evidence;
      case RAW_DEAD_LETTER -> hasRawDeadLetter = true;
      case DEAD_LETTER -> deadLetters = with(deadLetters, evidence);
      case REDRIVEN -> redriven = with(redriven, evidence);
    }
  }

  private void addRecord(Evidence record) {
    for (int i = 0; i < latest.size(); i++) {
      Evidence known = latest.get(i);
      if (known.partition() == record.partition()) {
        boolean isLater = record.offset() > known.offset();
        superseded = with(superseded, isLater ? known : record);
        latest.set(i, isLater ? record : known);
        return;
      }
    }
    latest.add(record);
  }

  private static Places with(@Nullable Places places, Evidence evidence) {
    Places all = places == null ? new Places() : places;
    all.add(evidence.partition(), evidence.offset(), evidence.timestampMs());
    return all;
  }

  /**
   * Returns the deciding record: the highest offset of each partition, and of those the latest
   * write time, as in the table. Null if there is none.
   */
  @Nullable
  Evidence latest() {
    Evidence decides = null;
    for (Evidence each : latest) {
      if (decides == null || each.writeTimeMicros() > decides.writeTimeMicros()) {
        decides = each;
      }
    }
    return decides;
  }

  @Nullable
  Evidence row() {
    return row;
  }

  /** Returns the evidence of the raw store; null if there is none. */
  @Nullable
  Evidence raw() {
    return raw;
  }

  /**
   * Returns whether a record, a dead letter of one, or the row shows that the user was published.
   */
  boolean hasTrace() {
    return !latest.isEmpty() || row != null || undecodable != null || hasDeadLetters();
  }

  /** Returns whether the row of the table is the only trace. */
  boolean isRowWithoutRecord() {
    return latest.isEmpty() && row != null;
  }

  /** Returns whether a raw row, with its current or earlier contents, became a dead letter. */
  boolean hasRawDeadLetter() {
    return hasRawDeadLetter;
  }

  /**
   * Returns the offset of the latest record in a partition, decodable or not; -1 if there is none.
   */
  long latestOffset(int partition) {
    long[] offset = {-1};
    latest.stream()
        .filter(record -> record.partition() == partition)
        .forEach(record -> offset[0] = record.offset());
    forEachUndecodable(
        place -> {
          if (place.partition() == partition) {
            offset[0] = Math.max(offset[0], place.offset());
          }
        });
    return offset[0];
  }

  /** Returns whether a dead letter has this origin. */
  boolean hasDeadLetterAt(int partition, long offset) {
    boolean[] found = {false};
    Consumer<Place> look =
        place -> found[0] |= place.partition() == partition && place.offset() == offset;
    forEachDeadLetter(look);
    forEachRedriven(look);
    return found[0];
  }

  boolean hasUndecodable() {
    return undecodable != null;
  }

  boolean hasDeadLetters() {
    return deadLetters != null || redriven != null;
  }

  void forEachUndecodable(Consumer<Place> each) {
    if (undecodable != null) {
      undecodable.forEach(each);
    }
  }

  /**
   * Passes the origin of each dead letter that was not redriven, repeatedly if several have the
   * same.
   */
  void forEachDeadLetter(Consumer<Place> each) {
    if (deadLetters != null) {
      deadLetters.forEach(each);
    }
  }

  /** Passes the origin of each redriven dead letter, repeatedly if several have the same. */
  void forEachRedriven(Consumer<Place> each) {
    if (redriven != null) {
      redriven.forEach(each);
    }
  }

  /** Passes the position of every decodable record. */
  void forEachGood(Consumer<Place> each) {
    if (superseded != null) {
      superseded.forEach(each);
    }
    latest.forEach(
        record ->
            each.accept(new Place(record.partition(), record.offset(), record.timestampMs())));
  }
}

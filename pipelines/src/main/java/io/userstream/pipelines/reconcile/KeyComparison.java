package io.userstream.pipelines.reconcile;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.kafka.RecordOrigin;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.annotation.Nullable;

/**
 * Compares all the evidence of one key, by the definitions of {@link Reconcile}. Evidence without
 * an id can be compared together: none of it is a user's.
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
   * @param evidence all there is with that key, in any order
   */
  void compare(@Nullable UUID id, List<Evidence> evidence) {
    Evidence latest = latest(evidence);
    Evidence row = null;
    boolean undecodable = false;
    boolean deadLetters = false;
    for (Evidence each : evidence) {
      row = each.kind() == Evidence.Kind.ROW ? each : row;
      undecodable |= each.kind() == Evidence.Kind.UNDECODABLE;
      deadLetters |= each.kind() == Evidence.Kind.DEAD_LETTER;
    }
    if (latest != null) {
      compareState(latest, row);
    } else if (row != null) {
      tally.stored();
      if (undecodable) {
        tally.published(); // Compaction took the record behind the row and left the broken one.
      } else {
        tally.difference(id, "unexpected row: no record of the topic has this key");
      }
    }
    if (undecodable || deadLetters) {
      compareDeadLetters(evidence);
    }
  }

  private void compareState(Evidence latest, @Nullable Evidence row) {
    tally.published();
    if (isInFlight(latest)) {
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

  private void compareDeadLetters(List<Evidence> evidence) {
    Map<RecordOrigin, Integer> letters = new HashMap<>();
    Set<RecordOrigin> good = new HashSet<>();
    Set<RecordOrigin> broken = new HashSet<>();
    for (Evidence each : evidence) {
      if (each.kind().isState()) {
        good.add(origin(each));
      } else if (each.kind() == Evidence.Kind.UNDECODABLE) {
        tally.published();
        if (isInFlight(each)) {
          tally.inFlight();
        } else {
          broken.add(origin(each));
        }
      } else if (each.kind() == Evidence.Kind.DEAD_LETTER && !isInFlight(each)) {
        tally.dead();
        letters.merge(origin(each), 1, Integer::sum);
      }
    }
    letters.forEach(
        (origin, copies) -> {
          if (copies > 1) {
            tally.difference(origin, "dead letter written " + times(copies));
          }
          if (good.contains(origin)) {
            tally.difference(origin, "dead letter for a good record");
          } else if (origin.offset() < 0 || !committed.containsKey(origin.partition())) {
            tally.difference(origin, "dead letter of an unknown origin");
          } else if (!broken.remove(origin)) {
            tally.published(); // Compacted away since.
          }
        });
    for (Evidence each : evidence) {
      if (each.kind() == Evidence.Kind.UNDECODABLE && broken.contains(origin(each))) {
        tally.difference(origin(each), "dead letter missing");
      }
    }
  }

  private static String times(int copies) {
    return copies == 2 ? "twice" : copies + " times";
  }

  /**
   * The state of the key: of each partition the record with the highest offset, and between
   * partitions that with the latest write time, as the table decides.
   */
  @Nullable
  private static Evidence latest(List<Evidence> evidence) {
    Evidence only = null;
    Map<Integer, Evidence> byPartition = null; // A key in several partitions is rare.
    for (Evidence each : evidence) {
      if (!each.kind().isState()) {
        continue;
      }
      if (byPartition == null && (only == null || only.partition() == each.partition())) {
        only = later(only, each);
      } else {
        if (byPartition == null) {
          byPartition = new HashMap<>();
          byPartition.put(only.partition(), only);
        }
        byPartition.merge(each.partition(), each, KeyComparison::later);
      }
    }
    if (byPartition == null) {
      return only;
    }
    Evidence latest = null;
    for (Evidence each : byPartition.values()) {
      if (latest == null || each.writeTimeMicros() > latest.writeTimeMicros()) {
        latest = each;
      }
    }
    return latest;
  }

  private static Evidence later(@Nullable Evidence one, Evidence other) {
    return one == null || other.offset() > one.offset() ? other : one;
  }

  /** A partition that the topic does not have is nobody's: not in flight. */
  private boolean isInFlight(Evidence evidence) {
    Long done = committed.get(evidence.partition());
    return done != null && evidence.offset() >= done;
  }

  private RecordOrigin origin(Evidence evidence) {
    return RecordOrigin.of(topic, evidence.partition(), evidence.offset());
  }
}

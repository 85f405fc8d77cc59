package io.userstream.runloop;

import com.google.common.collect.ImmutableMap;
import io.userstream.runloop.ranges.PartitionRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * The runs that are not done, with the ledgers that their ranges were planned in. For use by the
 * loop's thread alone.
 */
final class RunRegistry {
  private final Map<Long, ImmutableMap<PartitionRange, PartitionLedger>> owned = new HashMap<>();
  private long lastNumber;

  boolean isEmpty() {
    return owned.isEmpty();
  }

  /** Opens a run over ranges that were planned just now. */
  Run open(ImmutableMap<PartitionRange, PartitionLedger> planned) {
    boolean mayBeRetry =
        planned.entrySet().stream().anyMatch(owner -> owner.getValue().mayBeRetry(owner.getKey()));
    Uuid topicId = planned.values().iterator().next().topicId();
    Run run = Run.first(++lastNumber, topicId, mayBeRetry, planned.keySet().asList());
    owned.put(run.number(), planned);
    return run;
  }

  /** Whether any of the run's ranges is still this loop's. */
  boolean isOurs(Run run) {
    return owned.get(run.number()).values().stream().anyMatch(ledger -> !ledger.released());
  }

  /** Notes in the ledgers that every record of a run is safe. */
  void done(Run run) {
    // A ledger whose partition has gone may be among them: nobody commits what it says.
    owned.remove(run.number()).forEach((range, ledger) -> ledger.done(range));
  }

  /**
   * Puts runs over its ranges in the place of one that has failed.
   *
   * @param maxRecords about what each may have: smaller than the run was, as workers may be cold
   *     again, and progress shows sooner
   */
  List<Run> again(Run failed, long maxRecords) {
    List<Run> runs = new ArrayList<>();
    for (var part : RunPlanner.parts(owned.remove(failed.number()), maxRecords)) {
      Run run = failed.again(++lastNumber, part.keySet().asList());
      owned.put(run.number(), part);
      runs.add(run);
    }
    return runs;
  }

  /** The run over those of its ranges that are still this loop's; empty when none is. */
  Optional<Run> stillOurs(Run run) {
    ImmutableMap<PartitionRange, PartitionLedger> ours =
        owned.get(run.number()).entrySet().stream()
            .filter(owner -> !owner.getValue().released())
            .collect(ImmutableMap.toImmutableMap(Map.Entry::getKey, Map.Entry::getValue));
    if (ours.isEmpty()) {
      owned.remove(run.number());
      return Optional.empty();
    }
    owned.put(run.number(), ours);
    return Optional.of(run.over(ours.keySet().asList()));
  }
}

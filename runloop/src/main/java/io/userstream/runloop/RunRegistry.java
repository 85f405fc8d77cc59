package io.userstream.runloop;

import io.userstream.runloop.ranges.PartitionRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * The runs that are not done, with the ledgers that their ranges were planned in. For use by the
 * loop's thread alone.
 */
final class RunRegistry {
  private final Map<Long, Map<PartitionRange, PartitionLedger>> owned = new HashMap<>();
  private final Map<String, Object> clientProperties;
  private long lastNumber;

  RunRegistry(Map<String, Object> clientProperties) {
    this.clientProperties = clientProperties;
  }

  boolean isEmpty() {
    return owned.isEmpty();
  }

  /** Opens a run over ranges that were planned just now. */
  Run open(Map<PartitionRange, PartitionLedger> planned) {
    boolean mayBeRetry =
        planned.entrySet().stream().anyMatch(owner -> owner.getValue().mayBeRetry(owner.getKey()));
    Uuid topicId = planned.values().iterator().next().topicId();
    Run run =
        Run.builder()
            .setNumber(++lastNumber)
            .setMayBeRetry(mayBeRetry)
            .setTopicId(topicId)
            .setRanges(List.copyOf(planned.keySet()))
            .setClientProperties(clientProperties)
            .build();
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
      Run run = failed.again(++lastNumber, List.copyOf(part.keySet()));
      owned.put(run.number(), part);
      runs.add(run);
    }
    return runs;
  }

  /** The run over those of its ranges that are still this loop's; empty when none is. */
  Optional<Run> stillOurs(Run run) {
    Map<PartitionRange, PartitionLedger> ours = new LinkedHashMap<>(owned.get(run.number()));
    ours.values().removeIf(PartitionLedger::released);
    if (ours.isEmpty()) {
      owned.remove(run.number());
      return Optional.empty();
    }
    owned.put(run.number(), ours);
    return Optional.of(run.over(List.copyOf(ours.keySet())));
  }
}

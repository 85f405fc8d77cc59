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
 * The runs that are not done, with the ledgers of their ranges. For use by the loop's thread only.
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

  /**
   * Creates a run over ranges that were planned just now.
   *
   * @param maxRecords the number of records for which they were planned
   */
  Run open(Map<PartitionRange, PartitionLedger> planned, long maxRecords) {
    boolean mayBeRetry =
        planned.entrySet().stream().anyMatch(owner -> owner.getValue().mayBeRetry(owner.getKey()));
    Uuid topicId = planned.values().iterator().next().topicId();
    Run run =
        Run.builder()
            .setNumber(++lastNumber)
            .setMayBeRetry(mayBeRetry)
            .setTopicId(topicId)
            .setRanges(List.copyOf(planned.keySet()))
            .setMaxRecords(maxRecords)
            .setClientProperties(clientProperties)
            .build();
    owned.put(run.number(), planned);
    return run;
  }

  /** Returns true if any of the run's partitions is still assigned. */
  boolean isOurs(Run run) {
    return owned.get(run.number()).values().stream().anyMatch(ledger -> !ledger.released());
  }

  /** Notes in the ledgers that every record of a run is stored. */
  void done(Run run) {
    // Released ledgers may be among them; they are never committed.
    owned.remove(run.number()).forEach((range, ledger) -> ledger.done(range));
  }

  /**
   * Replaces a failed run by runs over its ranges.
   *
   * @param maxRecords the approximate maximum of each: smaller than the failed run, because workers
   *     may be cold again, and progress shows sooner
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

  /** Returns the run over those of its ranges that are still assigned; empty if none is. */
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

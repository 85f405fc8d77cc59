package io.userstream.tests.simulate;

import com.google.common.base.Throwables;
import io.userstream.runloop.RunLoopException;
import io.userstream.runloop.ranges.PartitionRange;
import io.userstream.tests.simulate.Faults.Violation;
import io.userstream.tests.simulate.PlannedEvent.Kind;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;

/**
 * Checks the errors that loops end with. No loop may end without a cause, and an error about the
 * identity of a log must recur until the offsets are reset.
 */
final class Errors {
  private static final Pattern PARTITION = Pattern.compile(ModelTopic.NAME + "-(\\d+)");

  private static final Set<Kind> HANGS =
      EnumSet.of(Kind.RUN_HANGS, Kind.RUN_SLOW, Kind.SUSPEND, Kind.SLOW_CALL, Kind.SILENCE);

  /** The causes of wrong committed offsets. */
  private static final Set<Kind> OTHER_LOGS =
      EnumSet.of(Kind.RECREATE, Kind.TRUNCATE, Kind.RETENTION, Kind.RESET_BEYOND);

  private final World world;
  private final Set<Kind> happened = EnumSet.noneOf(Kind.class);

  /** The partitions that no loop may continue with, and the reasons. */
  private final Map<Integer, String> stopped = new HashMap<>();

  private int inCalm;

  Errors(World world) {
    this.world = world;
  }

  void happened(Kind kind) {
    happened.add(kind);
  }

  /** The coordinator no longer holds offsets, so a loop may start over. */
  void offsetsForgotten() {
    stopped.clear();
  }

  /** Returns whether loops stay stopped until an operator acts. */
  boolean needPerson() {
    return !stopped.isEmpty();
  }

  /** An operator has reset the offsets, so they are correct again. */
  void reset() {
    stopped.clear();
    inCalm = 0;
    // A reset leaves out partitions that the topic does not have now but may have later.
    if (world.group.partitionsWithOffsets() <= world.topic.logs().size()) {
      happened.removeAll(OTHER_LOGS);
    }
  }

  void begins(DriverProcess process, PartitionRange range) {
    String error = stopped.get(range.partition());
    if (error != null && process.client.membership.owns(range.partition())) {
      throw new Violation(
          process.name
              + " begins a run over "
              + range
              + ", although the offsets were not reset since a loop ended with: "
              + error);
    }
  }

  void failed(DriverProcess process, RunLoopException error) {
    String message = String.valueOf(error.getMessage());
    world.history.add(() -> process.name + " ends with an error: " + message);
    resetByPerson();
    List<Throwable> chain = Throwables.getCausalChain(error);
    if (chain.stream().anyMatch(Faults.TableMissing.class::isInstance)) {
      requireCause(error, EnumSet.of(Kind.TABLE_MISSING));
    } else if (chain.stream().anyMatch(OffsetOutOfRangeException.class::isInstance)) {
      requireCause(error, OTHER_LOGS); // The error concerns a run; the next loop finds the reason.
    } else if (message.contains("in flight for more than")) {
      requireCause(error, HANGS);
    } else if (message.contains("transaction")) {
      requireCause(error, EnumSet.of(Kind.TRANSACTION));
    } else {
      requireCause(error, OTHER_LOGS);
      Matcher partition = PARTITION.matcher(message);
      if (partition.find() && couldMark(process, Integer.parseInt(partition.group(1)))) {
        stopped.put(Integer.parseInt(partition.group(1)), message);
      }
    }
  }

  /** Finally, an operator follows the message, but only after all drivers have met the error. */
  private void resetByPerson() {
    if (world.calm && ++inCalm == 3 * world.drivers.size()) {
      world.scheduler.in(100 * Scheduler.MS, () -> new Chaos(world).reset());
    }
  }

  /** Returns whether the process was able to tell others about the error. */
  private boolean couldMark(DriverProcess process, int partition) {
    return process.client.membership.owns(partition)
        && process.client.knowsTheTopic()
        && !process.client.commitHasFailed()
        && world.group.committed(partition) != null;
  }

  private void requireCause(RunLoopException error, Set<Kind> causes) {
    if (causes.stream().noneMatch(happened::contains)) {
      throw new Violation("a loop ends with an error that has no cause: " + error.getMessage());
    }
  }
}

package io.userstream.tests.simulate;

import io.userstream.runloop.Run;
import io.userstream.runloop.RunLoopException;
import io.userstream.runloop.ranges.PartitionRange;
import io.userstream.tests.simulate.Faults.Violation;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** Checks the invariants, and ends the schedule when one is broken. */
final class Judge {
  /** In the metadata of a commit that stops all drivers: see decision record 016. */
  private static final String MARKER = " refused=";

  /** In the metadata of a commit of a driver that is paused: see decision record 046. */
  private static final String PAUSED = " paused=";

  private final World world;
  private final Errors errors;

  /** The ends of the logs when a process started, for the promise of "drained". */
  private final Map<DriverProcess, Map<Integer, Start>> starts = new HashMap<>();

  /** Wrong commits that are not markers: their loops must end with an error at once. */
  private final Map<DriverProcess, Violation> suspicions = new HashMap<>();

  private record Start(ModelLog log, int truncations, long end) {}

  Judge(World world) {
    this.world = world;
    this.errors = new Errors(world);
  }

  Errors errors() {
    return errors;
  }

  void started(DriverProcess process) {
    if (process.settings.untilDrained()) {
      Map<Integer, Start> ends = new HashMap<>();
      for (ModelLog log : world.topic.logs()) {
        ends.put(log.partition, new Start(log, log.truncations, log.end()));
      }
      starts.put(process, ends);
    }
  }

  /** A run begins. It must cover only partitions of its process, and only readable records. */
  void begins(DriverProcess process, Run run) {
    require(
        process.orders.allowsRuns(), "%s begins a run although the group is paused", process.name);
    for (PartitionRange range : run.ranges()) {
      require(
          process.client.membership.takesForItsOwn(range.partition()),
          "%s begins a run over %s, which it does not own",
          process.name,
          range);
      errors.begins(process, range);
      // A retry was planned earlier, possibly for another log.
      if (run.attempt() == 1
          && world.topic.exists()
          && range.partition() < world.topic.logs().size()) {
        ModelLog log = world.topic.logs().get(range.partition());
        require(
            range.stop() <= log.lastStable() || !process.client.knowsTheEnd(log),
            "%s begins a run over %s, beyond the last stable offset %s",
            process.name,
            range,
            log.lastStable());
      }
    }
  }

  /**
   * A process gives partitions away to another member. The runs over them must have ended, or the
   * grace period must be over.
   */
  void gaveAway(DriverProcess process, SortedSet<Integer> partitions, long tookNanos) {
    boolean hadTime = tookNanos >= process.settings.stopGraceMs() * Scheduler.MS;
    if (!hadTime && process.workers.touch(partitions) && !process.isStopped()) {
      suspicions.put(
          process,
          new Violation(
              process.name
                  + " gives away partitions "
                  + partitions
                  + " although runs over them are in flight"));
    }
  }

  /** A process sends a commit. Only if it is paused, and no run is in flight, may it say so. */
  void commits(DriverProcess process, int partition, OffsetAndMetadata offset) {
    require(
        !offset.metadata().contains(PAUSED)
            || (process.workers.isIdle()
                && offset.metadata().endsWith(PAUSED + process.orders.pause())),
        "%s commits that it is paused, but it is not, or a run is in flight: %s",
        process.name,
        offset.metadata());
    require(
        process.client.membership.takesForItsOwn(partition),
        "%s commits partition %s, which it does not own",
        process.name,
        partition);
  }

  /**
   * A commit has arrived. It must be correct, unless it is the marker of an error.
   *
   * @param before the offset that was committed before
   * @param knowsTheLog whether the process has read the log since it was last truncated or
   *     recreated; otherwise it cannot know better
   */
  void committed(
      DriverProcess process,
      ModelLog log,
      @Nullable OffsetAndMetadata before,
      OffsetAndMetadata after,
      boolean knowsTheLog) {
    if (knowsTheLog && !after.metadata().contains(MARKER) && !isRefusedLater(log, after)) {
      requireRight(process, log, before, after);
    }
  }

  /**
   * Returns whether the commit itself tells the next owner that its offset belongs to another log
   * or to a truncated part. The log may change between the loop's last check and the commit.
   */
  private boolean isRefusedLater(ModelLog log, OffsetAndMetadata committed) {
    String id = "topic-id=" + world.topic.id();
    return (!committed.metadata().isEmpty() && !committed.metadata().contains(id))
        || committed.leaderEpoch().filter(e -> log.endOfEpoch(e) < committed.offset()).isPresent();
  }

  /** The loop continues, or ends without an error. */
  void goesOn(DriverProcess process) {
    Violation violation = suspicions.remove(process);
    if (violation != null) {
      throw violation;
    }
  }

  private void requireRight(
      DriverProcess process,
      ModelLog log,
      @Nullable OffsetAndMetadata before,
      OffsetAndMetadata after) {
    long offset = after.offset();
    if (before != null) {
      require(
          offset >= before.offset(),
          "%s moves the committed offset of partition %s back from %s to %s",
          process.name,
          log.partition,
          before.offset(),
          offset);
      for (Entry deleted : log.deletedUnhandled) {
        require(
            deleted.handled || deleted.offset < before.offset() || deleted.offset >= offset,
            "%s commits %s@%s: the log no longer holds records that the sink never received: %s",
            process.name,
            log.partition,
            offset,
            deleted);
      }
    }
    if (before == null || offset > before.offset()) {
      FinalState.requireHandled(log, log.verified, offset, process.name + " commits");
      log.verified = Math.max(log.verified, Math.min(offset, log.end()));
    }
  }

  /** A dead letter was written. One from an abandoned attempt is excused. */
  void deadLetter(Entry entry, boolean isForgotten) {
    if (!isForgotten) {
      entry.deadLetters++;
      require(entry.deadLetters == 1, "a second dead letter of %s", entry);
    }
  }

  /** A loop ends because its topic is drained. */
  void drained(DriverProcess process) {
    for (Start start : starts.get(process).values()) {
      int partition = start.log().partition;
      boolean isSame =
          world.topic.exists()
              && partition < world.topic.logs().size()
              && world.topic.logs().get(partition) == start.log()
              && start.log().truncations == start.truncations();
      boolean isOfOthers = process.client.membership.isWithoutShare() && start.truncations() == 0;
      if (isSame && (isOfOthers || process.client.membership.takesForItsOwn(partition))) {
        FinalState.requireHandled(start.log(), 0, start.end(), process.name + " has drained");
        OffsetAndMetadata committed = world.group.committed(partition);
        require(
            committed == null || committed.offset() >= start.end(),
            "%s has drained, but partition %s is not committed up to %s",
            process.name,
            partition,
            start.end());
      }
    }
  }

  void failed(DriverProcess process, RunLoopException error) {
    suspicions.remove(process);
    errors.failed(process, error);
  }

  static void require(boolean condition, String message, Object... values) {
    if (!condition) {
      throw new Violation(String.format(Locale.ROOT, message, values));
    }
  }
}

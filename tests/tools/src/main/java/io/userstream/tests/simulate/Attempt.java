package io.userstream.tests.simulate;

import io.userstream.runloop.EndedRun;
import io.userstream.runloop.Run;
import io.userstream.runloop.ranges.PartitionRange;
import io.userstream.tests.simulate.Faults.RunFailed;
import io.userstream.tests.simulate.PlannedEvent.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/** One attempt at a run: reads, writes and ends, not always in this order and not always once. */
final class Attempt {
  private static final int MOST_SHOWN = 5;

  private final DriverProcess process;
  private final World world;
  private final ModelWorkers workers;
  private final Run run;
  @Nullable private final PlannedEvent fault;
  private final long beganNanos;

  /** The assignment number of each partition when the attempt began. */
  private final Map<Integer, Integer> arrivals = new HashMap<>();

  private List<WriteTimes.Read> records = new ArrayList<>();
  @Nullable private Exception failure;
  private boolean declaredOver;

  Attempt(DriverProcess process, ModelWorkers workers, Run run, @Nullable PlannedEvent fault) {
    this.process = process;
    this.world = process.world;
    this.workers = workers;
    this.run = run;
    this.fault = fault;
    this.beganNanos = world.scheduler.nowNanos();
    for (PartitionRange range : run.ranges()) {
      arrivals.put(range.partition(), process.client.membership.arrivals(range.partition()));
    }
  }

  private boolean has(Kind kind) {
    return fault != null && fault.kind() == kind;
  }

  void begin() {
    world.history.add(
        () ->
            process.name
                + " begins run "
                + run.number()
                + ", attempt "
                + run.attempt()
                + (run.mayBeRetry() ? ", may repeat" : "")
                + ": "
                + run.ranges()
                + (fault == null ? "" : " (" + fault + ")"));
    if (run.attempt() > 1 && world.sink.isAway(world.scheduler.nowNanos())) {
      in(20, () -> end(EndedRun.notBegun(run, new RunFailed("the sink is down"), took())));
      return;
    }
    in(2 + process.random.nextInt(process.random.nextInt(4) == 0 ? 800 : 60), this::read);
  }

  private void in(long millis, Runnable action) {
    world.scheduler.in(
        millis * Scheduler.MS,
        () -> {
          if (!workers.isAbandoned()) {
            action.run();
          }
        });
  }

  private void read() {
    try {
      for (PartitionRange range : run.ranges()) {
        read(range);
      }
    } catch (RunFailed | RuntimeException e) {
      failure = e;
    }
    if (has(Kind.RUN_HANGS)) {
      return; // It keeps what it has read.
    }
    long slow = has(Kind.RUN_SLOW) ? fault.millis() : 0;
    in(slow + process.random.nextInt(process.random.nextInt(4) == 0 ? 800 : 60), this::write);
  }

  private void read(PartitionRange range) throws RunFailed {
    if (world.brokersAreSilent()) {
      throw new RunFailed("Kafka gave nothing of " + range);
    }
    ModelLog log = world.topic.log(range.topicPartition());
    if (range.start() < log.begin() || range.start() > log.end()) {
      Map<TopicPartition, Long> position = Map.of(range.topicPartition(), range.start());
      throw new OffsetOutOfRangeException(position);
    }
    if (range.stop() > log.lastStable()) {
      throw new RunFailed("Kafka gave nothing of the end of " + range);
    }
    records.addAll(WriteTimes.read(log, range.start(), range.stop()));
  }

  private void write() {
    int until = records.size();
    if (has(Kind.RUN_FAILS) || has(Kind.RUN_FAILS_AND_WRITES_LATE)) {
      until = process.random.nextInt(records.size() + 1);
      failure = new RunFailed("an executor was lost");
    }
    if (has(Kind.TABLE_MISSING)) {
      until = 0;
      failure = new Faults.TableMissing();
    }
    if (world.sink.isAway(world.scheduler.nowNanos())) {
      until = 0;
      failure = new RunFailed("the sink is down");
    }
    write(0, until);
    in(process.random.nextInt(30), () -> end(EndedRun.of(run, failure, took())));
    int from = has(Kind.RUN_WRITES_TWICE) ? 0 : until;
    if (has(Kind.RUN_WRITES_TWICE) || has(Kind.RUN_FAILS_AND_WRITES_LATE)) {
      in(60 + fault.millis(), () -> write(from, records.size()));
    }
  }

  /** Writes some of the records, or none if the sink is down. */
  private void write(int from, int until) {
    if (world.sink.isAway(world.scheduler.nowNanos())) {
      return;
    }
    for (WriteTimes.Read read : records.subList(from, until)) {
      Entry entry = read.entry();
      if (entry.kind != Entry.Kind.POISON) {
        world.sink.write(entry, read.writeTime());
      } else if (!run.mayBeRetry() || !world.sink.hasDeadLetter(entry, run.topicId())) {
        world.sink.writeDeadLetter(entry, run.topicId());
        world.judge.deadLetter(entry, isForgotten(entry));
      }
    }
    if (from < until) {
      world.history.add(
          () -> process.name + "'s run " + run.number() + " writes " + text(from, until));
    }
  }

  private String text(int from, int until) {
    int shown = Math.min(until, from + MOST_SHOWN);
    return records.subList(from, shown)
        + (shown < until ? " and " + (until - shown) + " more" : "");
  }

  /** Returns whether the loop has given up this attempt, so that others may process its records. */
  private boolean isForgotten(Entry entry) {
    int partition = entry.log.partition;
    return declaredOver
        || !entry.log.topicId.equals(run.topicId())
        || process.isKilled()
        || !process.client.membership.owns(partition)
        || process.client.membership.arrivals(partition) != arrivals.getOrDefault(partition, -1);
  }

  private void end(EndedRun how) {
    declaredOver = true;
    world.history.add(
        () ->
            process.name
                + "'s run "
                + run.number()
                + (how.outcome() == EndedRun.Outcome.DONE
                    ? " is done"
                    : " failed: " + how.reason().get()));
    workers.ended(how);
  }

  private Duration took() {
    return Duration.ofNanos(world.scheduler.nowNanos() - beganNanos);
  }
}

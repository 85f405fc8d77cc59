package io.userstream.tests.simulate;

import io.userstream.runloop.EndedRun;
import io.userstream.runloop.Run;
import io.userstream.runloop.RunWorkers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Executes runs in the model: each reads its ranges, and writes the records later. */
final class ModelWorkers implements RunWorkers {
  /** The maximum time until a loop that waits for runs polls again. */
  private static final long LEAST_WAIT_MS = 250;

  private final DriverProcess process;
  private final World world;
  private final Set<Run> inFlight = new HashSet<>();
  private List<EndedRun> ended = new ArrayList<>();
  private boolean abandoned;

  ModelWorkers(DriverProcess process) {
    this.process = process;
    this.world = process.world;
  }

  @Override
  public void begin(Run run) {
    process.requireAlive();
    world.judge.begins(process, run);
    inFlight.add(run);
    new Attempt(process, this, run, process.driver.plans.runs.poll()).begin();
  }

  void ended(EndedRun run) {
    inFlight.remove(run.run());
    ended.add(run);
  }

  @Override
  public List<EndedRun> takeEnded(Duration atMost) {
    process.requireAlive();
    if (ended.isEmpty() && !atMost.isZero()) {
      world.scheduler.pass(Math.max(LEAST_WAIT_MS, atMost.toMillis()) * Scheduler.MS);
      process.requireAlive();
    }
    if (ended.isEmpty()) {
      return List.of();
    }
    List<EndedRun> taken = ended;
    ended = new ArrayList<>();
    return taken;
  }

  /** Returns whether no attempt is unfinished. */
  boolean isIdle() {
    return inFlight.isEmpty();
  }

  /** Returns whether an unfinished attempt covers one of these partitions. */
  boolean touch(Set<Integer> partitions) {
    return inFlight.stream()
        .flatMap(run -> run.ranges().stream())
        .anyMatch(range -> partitions.contains(range.partition()));
  }

  @Override
  public void close() {
    if (process.random.nextBoolean()) {
      abandon();
    }
  }

  /** Ends attempts in flight at once, or lets them continue without a driver, as executors may. */
  void abandon() {
    abandoned = true;
  }

  boolean isAbandoned() {
    return abandoned;
  }
}

package io.userstream.runloop;

import io.userstream.runloop.ranges.PartitionRange;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Decides when runs start, and whether a run that ended is done, is retried, or ends the loop. For
 * use by the loop's thread only.
 */
final class RunScheduler {
  private final RunLoopConfig config;
  private final GroupMember group;
  private final ProgressLog progress;
  private final RunLoopListener listener;
  private final RunsInFlight inFlight;
  private final AdaptiveRunsInFlight concurrency;
  private final RecordBudget budget;
  private final RunThrottle throttle;
  private final AdaptiveRunSize size;
  private final RunRegistry registry;
  private final RetryQueue retries;

  RunScheduler(
      RunLoopConfig config,
      RunWorkers workers,
      GroupMember group,
      ProgressLog progress,
      LoopTime time) {
    this.config = config;
    this.group = group;
    this.progress = progress;
    this.listener = config.listener();
    this.inFlight = new RunsInFlight(workers, time);
    this.concurrency = new AdaptiveRunsInFlight(config, time);
    this.budget = new RecordBudget(time);
    this.throttle = new RunThrottle(config.maxRunsInFlight(), config.minRunInterval(), time);
    RunShape shape = shape();
    this.size = new AdaptiveRunSize(shape.firstRecords(), shape.maxRecords());
    this.registry = new RunRegistry(config.clientProperties());
    this.retries = new RetryQueue(time);
  }

  /** Returns the number of runs that are with the workers. */
  int inFlight() {
    return inFlight.size();
  }

  /** Returns the number of runs that wait for a retry. */
  int waiting() {
    return retries.size();
  }

  /** Returns true if every run that was planned is done. */
  boolean allDone() {
    return registry.isEmpty();
  }

  /** Returns the number of failed attempts so far. */
  long retries() {
    return retries.total();
  }

  /** Returns how long the oldest run in flight has been there; zero if there is none. */
  Duration longest() {
    return inFlight.longest();
  }

  /** Returns true if a run in flight has a range of one of these partitions. */
  boolean touch(Collection<TopicPartition> partitions) {
    return inFlight.touch(partitions);
  }

  /** Describes the retry that keeps the loop from new offsets; empty if there is none. */
  Optional<String> obstacle() {
    return retries.obstacle();
  }

  /**
   * Adapts to the latency of the sink, to the slots of the engine and to the maximum rate.
   *
   * @param recordsPerSecond of this driver; infinite if there is no limit
   */
  void adapt(double recordsPerSecond) {
    concurrency.look();
    RunShape shape = shape();
    size.limit(shape.firstRecords(), shape.maxRecords());
    budget.limit(recordsPerSecond);
  }

  /** Adds the number of runs that may be in flight, and its reason, to a status. */
  void describe(RunLoopStatus.Builder status) {
    status.setRunsAllowed(concurrency.allowed()).setSinkLatency(concurrency.latency());
  }

  private boolean mayStart() {
    return concurrency.allows(inFlight.size());
  }

  /** Starts the retries that are due, while runs are allowed. */
  void startRetries() {
    while (mayStart()) {
      Optional<Run> due = retries.takeDue(run -> budget.allows(run.maxRecords()));
      if (due.isEmpty()) {
        return;
      }
      registry.stillOurs(due.get()).ifPresentOrElse(this::start, () -> retries.settled(due.get()));
    }
  }

  /** Returns true if new offsets would start a run now. */
  boolean wantNewOffsets() {
    return retries.size() == 0
        && mayStart()
        && throttle.allowsSmallRun()
        && unplanned() < maxRecords();
  }

  /** Returns the maximum number of records of a run that starts now. */
  private long maxRecords() {
    return Math.min(concurrency.records(size.records()), budget.available());
  }

  /**
   * Starts runs over new offsets, while runs are allowed. Starts none while a run waits for a
   * retry, because the next run would probably fail for the same reason.
   */
  void startNew() {
    while (retries.size() == 0 && mayStart()) {
      long unplanned = unplanned();
      long maxRecords = maxRecords();
      if (unplanned == 0
          || maxRecords == 0
          || !(isFullRun(unplanned, maxRecords) || throttle.allowsSmallRun())) {
        return;
      }
      Map<TopicPartition, Long> sparse = group.sparseSpans(maxRecords);
      Map<PartitionRange, PartitionLedger> ranges =
          RunPlanner.cut(group.ledgers(), group.ends(), sparse, maxRecords);
      if (ranges.isEmpty()) { // Everything was a gap.
        return;
      }
      start(registry.open(ranges, maxRecords));
      throttle.started();
    }
  }

  /** Returns true if a run that starts later would not have more records. */
  private boolean isFullRun(long unplanned, long maxRecords) {
    return unplanned >= maxRecords
        && (budget.isFull() || maxRecords == concurrency.records(size.records()));
  }

  private long unplanned() {
    return RunPlanner.unplanned(group.ledgers(), group.ends());
  }

  private void start(Run planned) {
    Run run = planned.in(shape().bundles(planned.maxRecords(), size.isLimitedByMemory()));
    budget.take(run.maxRecords());
    inFlight.begin(run);
    listener.onRunStarted(run);
  }

  private RunShape shape() {
    return new RunShape(config.engine().slots(), config);
  }

  /**
   * Takes the runs that have ended.
   *
   * @param atMost how long to wait for one
   * @throws RunLoopException when one failed for good
   */
  void settleEnded(Duration atMost) throws RunLoopException {
    try {
      for (EndedRun ended : inFlight.takeEnded(atMost)) {
        settle(ended);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    }
  }

  private void settle(EndedRun ended) throws RunLoopException {
    Run run = ended.run();
    listener.onRunEnded(ended);
    switch (ended.outcome()) {
      case NOT_BEGUN -> {
        requireTransient(ended);
        budget.giveBack(run.maxRecords());
        retries.notBegun(ended);
      }
      case FAILED -> {
        requireTransient(ended);
        if (MemoryFaults.mayBeOneOf(ended.fault().orElseThrow())) {
          size.outOfMemory(run.maxRecords());
        } else {
          size.failed();
        }
        retries.failed(ended, registry.again(run, Math.min(size.records(), budget.most())));
      }
      case DONE -> {
        registry.done(run);
        retries.settled(run);
        throttle.ended(ended.took());
        concurrency.ended(ended.took());
        if (run.attempt() == 1) { // A retry may be one of many small parts.
          size.done(run.maxRecords(), ended.took());
        }
        progress.done(run);
        RunLog.done(ended);
      }
    }
  }

  private void requireTransient(EndedRun ended) throws RunLoopException {
    Optional<RunLoopException> fatal = ended.fatalFault(config);
    // A run over partitions that are no longer ours may fail because of what their new owner did.
    if (fatal.isPresent() && registry.isOurs(ended.run())) {
      RunLog.failed(ended, "no retry can fix it");
      group.requireLogs();
      group.commit();
      throw fatal.get();
    }
  }
}

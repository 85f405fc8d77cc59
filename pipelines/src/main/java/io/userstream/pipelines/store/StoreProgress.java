package io.userstream.pipelines.store;

import com.google.common.collect.Maps;
import io.userstream.model.RejectReason;
import io.userstream.runloop.EndedRun;
import io.userstream.runloop.LastRuns;
import io.userstream.runloop.RunLoopListener;
import io.userstream.runloop.RunLoopStatus;
import io.userstream.runloop.runner.CounterListener;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.MetricName;

/**
 * How far a store has come since its start: what the loop says of its runs, and what their counters
 * say of their records. Thread-safe; told by the loop's and the runner's threads, asked by any.
 */
final class StoreProgress implements RunLoopListener, CounterListener {
  private final Map<MetricName, LongAdder> counts =
      Maps.toMap(RecordCounters.names(), name -> new LongAdder());
  private final LastRuns lastRuns = new LastRuns();
  private volatile RunLoopStatus status =
      RunLoopStatus.builder().setObstacle(Optional.of("the run loop begins")).build();
  private volatile long lastTickNanos;
  private volatile long lastDoneNanos;

  @Override
  public void counted(Map<MetricName, Long> ofRun) {
    ofRun.forEach(
        (name, count) -> {
          LongAdder known = counts.get(name);
          if (known != null) {
            known.add(count);
          }
        });
  }

  @Override
  public void onRunEnded(EndedRun ended) {
    lastRuns.add(ended);
    if (ended.outcome() == EndedRun.Outcome.DONE) {
      lastDoneNanos = System.nanoTime();
    }
  }

  @Override
  public void onStatus(RunLoopStatus now) {
    status = now;
    lastTickNanos = System.nanoTime();
  }

  /** How the loop stood last. */
  RunLoopStatus status() {
    return status;
  }

  long stored() {
    return count(RecordCounters.STORED);
  }

  long erased() {
    return count(RecordCounters.ERASED);
  }

  long dead(RejectReason reason) {
    return count(RecordCounters.dead(reason));
  }

  /** Dead letters over all reasons. */
  long dead() {
    return Arrays.stream(RejectReason.values()).mapToLong(this::dead).sum();
  }

  long read() {
    return stored() + erased() + dead();
  }

  /** Offsets of this driver's partitions since it began: committed by it, or still to be. */
  long published() {
    RunLoopStatus now = status;
    return now.committedOffsets() + now.lag();
  }

  LastRuns lastRuns() {
    return lastRuns;
  }

  /** Since the loop's last sign of life; zero before its first. */
  Duration sinceLastTick() {
    long last = lastTickNanos;
    return last == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - last);
  }

  /** Whether a run was done within this time: then the sink need not be asked. */
  boolean hasDoneWithin(Duration time) {
    long last = lastDoneNanos;
    return last != 0 && System.nanoTime() - last < time.toNanos();
  }

  /** Dead letters by reason, without the reasons that none has. */
  Map<String, Long> deadByReason() {
    Map<String, Long> byReason = new LinkedHashMap<>();
    for (RejectReason reason : RejectReason.values()) {
      if (dead(reason) > 0) {
        byReason.put(reason.code(), dead(reason));
      }
    }
    return byReason;
  }

  private long count(Counter counter) {
    return counts.get(counter.getName()).sum();
  }
}

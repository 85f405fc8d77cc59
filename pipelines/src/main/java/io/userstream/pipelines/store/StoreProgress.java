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
 * The progress of a store since its start, from the loop's reports and the counters of its runs.
 * Thread-safe.
 */
final class StoreProgress implements RunLoopListener, CounterListener {
  private final Map<MetricName, LongAdder> counts =
      Maps.toMap(RecordCounters.names(), name -> new LongAdder());
  private final LastRuns lastRuns = new LastRuns();
  private volatile RunLoopStatus status =
      RunLoopStatus.builder().setObstacle(Optional.of("the run loop is starting")).build();
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

  /** Returns the latest status of the loop. */
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

  /** Returns the number of dead letters. */
  long dead() {
    return Arrays.stream(RejectReason.values()).mapToLong(this::dead).sum();
  }

  long read() {
    return stored() + erased() + dead();
  }

  /**
   * Returns the number of offsets in this driver's partitions since it started, committed or not.
   */
  long published() {
    RunLoopStatus now = status;
    return now.committedOffsets() + now.lag();
  }

  LastRuns lastRuns() {
    return lastRuns;
  }

  /** Returns the time since the loop's last status; zero before the first. */
  Duration sinceLastTick() {
    long last = lastTickNanos;
    return last == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - last);
  }

  /** Returns whether a run ended successfully within this time, so that the sink must be up. */
  boolean hasDoneWithin(Duration time) {
    long last = lastDoneNanos;
    return last != 0 && System.nanoTime() - last < time.toNanos();
  }

  /** Returns the number of dead letters by reason, for reasons that occurred. */
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

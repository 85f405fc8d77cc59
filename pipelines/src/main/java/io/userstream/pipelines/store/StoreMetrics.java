package io.userstream.pipelines.store;

import com.google.common.collect.ImmutableList;
import io.micrometer.core.instrument.Timer;
import io.userstream.model.RejectReason;
import io.userstream.pipelines.status.JobMetrics;
import io.userstream.pipelines.status.Metric;
import io.userstream.runloop.EndedRun;
import io.userstream.runloop.RunLoopStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** The metrics of {@code store}. The loop's thread tells of runs and partitions. */
public final class StoreMetrics {
  static final Metric READ =
      Metric.counter(
          "userstream_records_read_total",
          "Records that were read by runs that are done: the sum of stored, erased and dead.");
  static final Metric STORED =
      Metric.counter("userstream_records_stored_total", "Users that were written as rows.");
  static final Metric ERASED =
      Metric.counter("userstream_records_erased_total", "Tombstones whose rows were erased.");
  static final Metric DEAD =
      Metric.counter(
          "userstream_records_dead_total",
          "Records that became dead letters, by `userstream.error.reason`.",
          "reason");
  static final Metric RUN_DURATION =
      Metric.histogram(
          "userstream_run_duration_seconds",
          "How long attempts at runs took, by how they ended: `done` or `failed`. With it come `_max`, of the last"
              + " minutes, `_count` and `_sum`.",
          "outcome");
  static final Metric RUNS_IN_FLIGHT =
      Metric.gauge("userstream_runs_in_flight", "Runs that are with the runner now.");
  static final Metric RUNS_WAITING =
      Metric.gauge("userstream_runs_waiting", "Runs that have failed and wait to be repeated.");
  static final Metric RUNS_REPEATED =
      Metric.counter(
          "userstream_runs_repeated_total",
          "Attempts at runs that failed; their ranges are repeated.");
  static final Metric LAG =
      Metric.gauge(
          "userstream_lag_records",
          "Offsets that are written and not committed, of each partition that this driver has now; those behind an"
              + " open transaction included.",
          "partition");
  static final Metric FRESHNESS =
      Metric.gauge(
          "userstream_freshness_seconds",
          "Age of the oldest record that is not committed, 0 when there is none, `NaN` while it is not known; up to"
              + " 2 s behind.");
  static final Metric OPEN_TRANSACTION_RECORDS =
      Metric.gauge(
          "userstream_open_transaction_records",
          "Offsets in this driver's partitions that cannot be read before an open transaction ends.");
  static final Metric OPEN_TRANSACTION_AGE =
      Metric.gauge(
          "userstream_open_transaction_age_seconds",
          "Age of the first record of the oldest open transaction, 0 when none is open, `NaN` while it is not known.");
  static final Metric LAST_COMMIT =
      Metric.gauge(
          "userstream_last_commit_timestamp_seconds",
          "When this driver committed last, in seconds since 1970; 0 before the first time.");

  /** All of them, in the order of the reference. */
  public static final ImmutableList<Metric> ALL =
      ImmutableList.of(
          READ,
          STORED,
          ERASED,
          DEAD,
          RUN_DURATION,
          RUNS_IN_FLIGHT,
          RUNS_WAITING,
          RUNS_REPEATED,
          LAG,
          FRESHNESS,
          OPEN_TRANSACTION_RECORDS,
          OPEN_TRANSACTION_AGE,
          LAST_COMMIT);

  private final StoreProgress progress;
  private final Timer doneRuns;
  private final Timer failedRuns;
  private final JobMetrics.LabelledGauge lag;
  private Set<TopicPartition> partitions = Set.of();

  /**
   * Binds them.
   *
   * @param freshness age in seconds; empty while it is not known
   * @param openTransactionAge the same of the oldest open transaction
   */
  StoreMetrics(
      JobMetrics metrics,
      StoreProgress progress,
      Supplier<OptionalDouble> freshness,
      Supplier<OptionalDouble> openTransactionAge) {
    this.progress = progress;
    metrics.counter(READ, progress::read);
    metrics.counter(STORED, progress::stored);
    metrics.counter(ERASED, progress::erased);
    for (RejectReason reason : RejectReason.values()) {
      metrics.counter(DEAD, () -> progress.dead(reason), "reason", reason.code());
    }
    doneRuns = metrics.histogram(RUN_DURATION, "outcome", "done");
    failedRuns = metrics.histogram(RUN_DURATION, "outcome", "failed");
    metrics.gauge(RUNS_IN_FLIGHT, () -> progress.status().runsInFlight());
    metrics.gauge(RUNS_WAITING, () -> progress.status().runsWaiting());
    metrics.counter(RUNS_REPEATED, () -> progress.status().runsRetried());
    lag = metrics.gauges(LAG);
    metrics.gauge(FRESHNESS, () -> freshness.get().orElse(Double.NaN));
    metrics.gauge(OPEN_TRANSACTION_RECORDS, () -> progress.status().behindOpenTransactions());
    metrics.gauge(OPEN_TRANSACTION_AGE, () -> openTransactionAge.get().orElse(Double.NaN));
    metrics.gauge(
        LAST_COMMIT,
        () -> progress.status().lastCommit().map(Instant::toEpochMilli).orElse(0L) / 1e3);
  }

  void onRunEnded(EndedRun ended) {
    switch (ended.outcome()) {
      case DONE -> doneRuns.record(ended.took());
      case FAILED -> failedRuns.record(ended.took());
      case NOT_BEGUN -> {}
    }
  }

  void onStatus(RunLoopStatus status) {
    Set<TopicPartition> now =
        status.partitions().stream()
            .map(RunLoopStatus.Partition::partition)
            .collect(Collectors.toSet());
    if (!now.equals(partitions)) {
      Map<String, Supplier<Number>> lags = new HashMap<>();
      for (TopicPartition partition : now) {
        lags.put(Integer.toString(partition.partition()), () -> lagOf(partition));
      }
      lag.set(lags);
      partitions = now;
    }
  }

  private long lagOf(TopicPartition partition) {
    return progress.status().partitions().stream()
        .filter(known -> known.partition().equals(partition))
        .mapToLong(RunLoopStatus.Partition::lag)
        .sum();
  }
}

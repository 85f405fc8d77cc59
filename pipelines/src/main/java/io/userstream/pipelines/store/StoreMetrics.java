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

/** The metrics of {@code store}. The loop's thread reports runs and partitions. */
public final class StoreMetrics {
  static final Metric READ =
      Metric.counter(
          "userstream_records_read_total",
          "Records of completed runs: the sum of stored, erased and dead.");
  static final Metric STORED =
      Metric.counter("userstream_records_stored_total", "Users that were stored as rows.");
  static final Metric ERASED =
      Metric.counter("userstream_records_erased_total", "Tombstones that erased their rows.");
  static final Metric DEAD =
      Metric.counter(
          "userstream_records_dead_total",
          "Records that became dead letters, by `userstream.error.reason`.",
          "reason");
  static final Metric RUN_DURATION =
      Metric.histogram(
          "userstream_run_duration_seconds",
          "Duration of run attempts by outcome, `done` or `failed`. Includes `_max` of the last"
              + " minutes, `_count` and `_sum`.",
          "outcome");
  static final Metric RUNS_IN_FLIGHT =
      Metric.gauge("userstream_runs_in_flight", "Runs that the runner is executing.");
  static final Metric RUNS_WAITING =
      Metric.gauge("userstream_runs_waiting", "Failed runs that wait for a retry.");
  static final Metric RUNS_REPEATED =
      Metric.counter(
          "userstream_runs_repeated_total",
          "Failed run attempts. Their offset ranges are retried.");
  static final Metric LAG =
      Metric.gauge(
          "userstream_lag_records",
          "Published but uncommitted offsets of each partition that this driver owns, including"
              + " those behind an open transaction.",
          "partition");
  static final Metric FRESHNESS =
      Metric.gauge(
          "userstream_freshness_seconds",
          "Age of the oldest uncommitted record, up to 2 s behind for every 100 partitions with a"
              + " lag. 0 if there is none, `NaN` while it is unknown.");
  static final Metric OPEN_TRANSACTION_RECORDS =
      Metric.gauge(
          "userstream_open_transaction_records",
          "Offsets in this driver's partitions behind an open transaction, which cannot be read"
              + " until it ends.");
  static final Metric OPEN_TRANSACTION_AGE =
      Metric.gauge(
          "userstream_open_transaction_age_seconds",
          "Age of the first record of the oldest open transaction. 0 if none is open, `NaN` while"
              + " it is unknown.");
  static final Metric PAUSED =
      Metric.gauge(
          "userstream_paused", "1 while an operator has paused the group of this driver, else 0.");
  static final Metric MAX_RATE =
      Metric.gauge(
          "userstream_max_rate_records_per_second",
          "Maximum rate of this driver: its share of the group's rate. `+Inf` without a limit.");
  static final Metric RUNS_ALLOWED =
      Metric.gauge(
          "userstream_runs_allowed",
          "Concurrent runs that the latency of Cassandra allows: `--maxRunsInFlight`, or fewer while"
              + " it exceeds `--maxSinkLatency`. Below 1, the driver pauses between runs.");
  static final Metric SINK_LATENCY =
      Metric.gauge(
          "userstream_sink_latency_seconds",
          "Second slowest of ten small reads in Cassandra in the last second with work. `NaN`"
              + " before the first.");
  static final Metric LAST_COMMIT =
      Metric.gauge(
          "userstream_last_commit_timestamp_seconds",
          "Time of this driver's last commit, in seconds since 1970. 0 before the first commit.");

  /** Lists all metrics in the order of the reference. */
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
          PAUSED,
          MAX_RATE,
          RUNS_ALLOWED,
          SINK_LATENCY,
          LAST_COMMIT);

  private final StoreProgress progress;
  private final Timer doneRuns;
  private final Timer failedRuns;
  private final JobMetrics.LabelledGauge lag;
  private Set<TopicPartition> partitions = Set.of();

  /**
   * Binds all metrics.
   *
   * @param freshness in seconds; empty while it is unknown
   * @param openTransactionAge of the oldest open transaction, in seconds; empty while it is unknown
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
    metrics.gauge(PAUSED, () -> progress.status().control().isPaused() ? 1 : 0);
    metrics.gauge(MAX_RATE, () -> progress.status().maxRecordsPerSecond());
    metrics.gauge(RUNS_ALLOWED, () -> progress.status().runsAllowed());
    metrics.gauge(
        SINK_LATENCY,
        () -> progress.status().sinkLatency().map(took -> took.toNanos() / 1e9).orElse(Double.NaN));
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

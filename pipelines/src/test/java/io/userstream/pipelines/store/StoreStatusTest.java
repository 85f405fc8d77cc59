package io.userstream.pipelines.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.userstream.io.options.OptionReader;
import io.userstream.model.RejectReason;
import io.userstream.pipelines.status.JobMetrics;
import io.userstream.pipelines.status.Metric;
import io.userstream.pipelines.status.ServedMetrics;
import io.userstream.runloop.RunLoopStatus;
import io.userstream.runloop.control.ControlState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.kafka.common.TopicPartition;
import org.junit.After;
import org.junit.Test;

/** Tests the status of {@code store}. */
public class StoreStatusTest {
  private static final TopicPartition PARTITION = new TopicPartition("users", 2);

  private final StoreStatus status =
      StoreStatus.open(
              "store",
              StoreConfig.read(
                  PipelineOptionsFactory.fromArgs("--statusAddress=0").as(StoreOptions.class),
                  new OptionReader()))
          .orElseThrow();

  @After
  public void close() {
    status.close();
  }

  @Test
  public void servedMetricsMatchTheReference() {
    status.onStatus(standing(10, 30, Optional.empty()));
    List<Metric> promised = new ArrayList<>(JobMetrics.COMMON);
    promised.addAll(StoreMetrics.ALL);

    assertThat(served().names(), is(ServedMetrics.names(promised)));
  }

  @Test
  public void countersAddUpTheCountsOfRuns() {
    status.counted(counts(5, 2, RejectReason.MALFORMED, 1));
    status.counted(counts(7, 0, RejectReason.TOO_LONG, 3));
    System.gc(); // Must not collect the suppliers of the counters.

    ServedMetrics metrics = served();
    assertThat(metrics.value("userstream_records_stored_total"), is(12.0));
    assertThat(metrics.value("userstream_records_erased_total"), is(2.0));
    assertThat(metrics.value("userstream_records_dead_total{reason=\"malformed\"}"), is(1.0));
    assertThat(metrics.value("userstream_records_dead_total{reason=\"too-long\"}"), is(3.0));
    assertThat(metrics.value("userstream_records_dead_total{reason=\"invalid-key\"}"), is(0.0));
    assertThat(metrics.value("userstream_records_read_total"), is(18.0));
    assertThat(status.page().deadByReason(), is(Map.of("malformed", 1L, "too-long", 3L)));
  }

  @Test
  public void lagCoversThePartitionsThatThisDriverOwns() {
    status.onStatus(standing(10, 30, Optional.empty()));
    assertThat(served().value("userstream_lag_records{partition=\"2\"}"), is(20.0));

    status.onStatus(standing(25, 31, Optional.empty()));
    assertThat(served().value("userstream_lag_records{partition=\"2\"}"), is(6.0));
    assertThat(status.page().published(), is(31L));

    status.onStatus(RunLoopStatus.builder().build());
    assertThat(served().value("userstream_lag_records{partition=\"2\"}"), is((Double) null));
  }

  @Test
  public void loopCountsTheRuns() {
    status.onStatus(standing(10, 30, Optional.empty()));

    assertThat(served().value("userstream_runs_repeated_total"), is(4.0));
    assertThat(status.page().runsRepeated(), is(4L));
    assertThat(status.page().runsDone(), is(12L));
  }

  @Test
  public void lastCommitIsInSeconds() {
    assertThat(served().value("userstream_last_commit_timestamp_seconds"), is(0.0));

    status.onStatus(standing(10, 10, Optional.empty()));

    assertThat(served().value("userstream_last_commit_timestamp_seconds"), is(1_700_000_000.5));
  }

  @Test
  public void jobIsNotReadyWhileWaitingForAServer() {
    status.waitingFor("Kafka at localhost:9092");

    assertThat(status.notReady(), is(Optional.of("waiting for Kafka at localhost:9092")));
    assertThat(served().value("userstream_ready"), is(0.0));
    assertThat("not ready, but alive", status.notLive(), is(Optional.empty()));
  }

  @Test
  public void probeShowsTheReasonOfTheLoop() {
    status.ready();
    assertThat("the loop has not reported yet", status.notReady().isPresent(), is(true));
    status.onStatus(standing(1, 2, Optional.empty()));
    assertThat(status.notReady(), is(Optional.empty()));
    assertThat(served().value("userstream_ready"), is(1.0));

    status.onStatus(standing(1, 2, Optional.of("waiting for the sink: Cassandra is not there")));

    assertThat(status.notReady().orElseThrow(), containsString("Cassandra"));
    assertThat(status.page().ready(), is(false));
  }

  /** The page and users' scripts read these fields. */
  @Test
  public void statusJsonHasItsFields() {
    status.onStatus(standing(10, 30, Optional.empty()));
    JsonNode json = new ObjectMapper().valueToTree(status.page());

    assertThat(
        ImmutableList.copyOf(json.fieldNames()),
        contains(
            "build",
            "topic",
            "deadLetterTopic",
            "table",
            "group",
            "startedAt",
            "now",
            "ready",
            "reason",
            "published",
            "stored",
            "erased",
            "dead",
            "deadByReason",
            "inFlight",
            "freshnessSeconds",
            "lastCommit",
            "runsInFlight",
            "runsWaiting",
            "runsDone",
            "runsRepeated",
            "behindOpenTransactions",
            "openTransactionSince",
            "pace",
            "partitions",
            "lastRuns",
            "lastError"));
    JsonNode partition = json.get("partitions").get(0);
    assertThat(
        ImmutableSet.copyOf(partition.fieldNames()),
        is(ImmutableSet.of("partition", "committed", "end", "lag", "behindOpenTransaction")));
    assertThat(partition.get("lag").longValue(), is(20L));
    assertThat(json.get("lastCommit").longValue(), is(1_700_000_000_500L));
    assertThat(json.get("freshnessSeconds").isNull(), is(true));
    assertThat(
        ImmutableList.copyOf(json.get("pace").fieldNames()),
        contains(
            "pausedSince",
            "pauseReason",
            "maxRecordsPerSecond",
            "runsAllowed",
            "sinkLatencySeconds"));
    assertThat(json.get("pace").get("pausedSince").isNull(), is(true));
    assertThat(json.get("pace").get("maxRecordsPerSecond").isNull(), is(true));
  }

  @Test
  public void aPausedJobIsReadyAndSaysThatItIsPaused() {
    status.ready();
    status.onStatus(
        standing(10, 30, Optional.empty()).toBuilder()
            .setControl(ControlState.RUNNING.pause(Instant.ofEpochSecond(1), "repair"))
            .setMaxRecordsPerSecond(250)
            .setRunsAllowed(0.5)
            .setSinkLatency(Optional.of(Duration.ofMillis(750)))
            .build());

    assertThat(status.notReady(), is(Optional.empty()));
    assertThat(status.note(), is(Optional.of("paused since 1970-01-01T00:00:01Z: repair")));
    assertThat(served().value("userstream_ready"), is(1.0));
    assertThat(served().value("userstream_paused"), is(1.0));
    assertThat(served().value("userstream_max_rate_records_per_second"), is(250.0));
    assertThat(served().value("userstream_runs_allowed"), is(0.5));
    assertThat(served().value("userstream_sink_latency_seconds"), is(0.75));
    assertThat(status.page().pace(), is(new Pace(1_000L, "repair", 250.0, 0.5, 0.75)));
  }

  @Test
  public void aJobThatBacksOffIsReadyAndSaysSoWhileItHasWork() {
    status.ready();
    RunLoopStatus working =
        standing(10, 30, Optional.empty()).toBuilder()
            .setRunsAllowed(0.5)
            .setSinkLatency(Optional.of(Duration.ofMillis(750)))
            .build();
    status.onStatus(working);

    assertThat(status.notReady(), is(Optional.empty()));
    assertThat(
        status.note(),
        is(
            Optional.of(
                "backing off to 0.50 of 4 runs: the last small read in Cassandra took 750 ms, and"
                    + " --maxSinkLatency is 500 ms")));

    status.onStatus(working.toBuilder().setRunsAllowed(4).build());
    assertThat("it does not back off", status.note(), is(Optional.empty()));

    status.onStatus(
        standing(30, 30, Optional.empty()).toBuilder()
            .setRunsInFlight(0)
            .setRunsAllowed(0.5)
            .setSinkLatency(Optional.of(Duration.ofMillis(750)))
            .build());
    assertThat("it has no work", status.note(), is(Optional.empty()));
  }

  @Test
  public void aJobWithoutOrdersHasNoLimit() {
    status.onStatus(standing(10, 30, Optional.empty()));

    assertThat(status.note(), is(Optional.empty()));
    assertThat(served().value("userstream_paused"), is(0.0));
    assertThat(
        served().value("userstream_max_rate_records_per_second"), is(Double.POSITIVE_INFINITY));
    assertThat(served().value("userstream_sink_latency_seconds"), is(Double.NaN));
  }

  private ServedMetrics served() {
    return new ServedMetrics(status.metrics());
  }

  private static RunLoopStatus standing(long committed, long end, Optional<String> obstacle) {
    return RunLoopStatus.builder()
        .setPartitions(List.of(RunLoopStatus.Partition.of(PARTITION, committed, end)))
        .setCommittedOffsets(committed)
        .setLastCommit(Optional.of(Instant.ofEpochMilli(1_700_000_000_500L)))
        .setRunsDone(12)
        .setRunsRetried(4)
        .setObstacle(obstacle)
        .build();
  }

  private static Map<MetricName, Long> counts(
      long stored, long erased, RejectReason reason, long dead) {
    return Map.of(
        RecordCounters.STORED.getName(), stored,
        RecordCounters.ERASED.getName(), erased,
        RecordCounters.dead(reason).getName(), dead);
  }
}

package io.userstream.runloop.metrics;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.userstream.runloop.EndedRun;
import io.userstream.runloop.Run;
import io.userstream.runloop.RunLoopListener;
import io.userstream.runloop.RunLoopStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.Test;

public class RunLoopMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RunLoopMetrics metrics = new RunLoopMetrics();

  @Test
  public void theLagIsUnknownUntilPartitionsAreAssigned() {
    metrics.bindTo(registry);

    assertThat(Double.isNaN(gauge("runloop.lag")), is(true));
    metrics.onStatus(status(3, 10));
    assertThat(gauge("runloop.lag"), is(7.0));
  }

  @Test
  public void reportsTheStatus() {
    metrics.bindTo(registry);

    metrics.onStatus(status(3, 10));

    assertThat(gauge("runloop.runs.active"), is(2.0));
    assertThat(gauge("runloop.runs.waiting"), is(1.0));
    assertThat(registry.get("runloop.offsets.committed").functionCounter().count(), is(99.0));
  }

  @Test
  public void timesAttemptsByOutcome() {
    metrics.bindTo(registry);
    RunLoopListener both = RunLoopListener.all(RunLoopListener.NONE, metrics);

    both.onRunEnded(EndedRun.of(Run.builder().build(), null, Duration.ofMillis(20)));
    both.onRunEnded(
        EndedRun.of(Run.builder().build(), new IllegalStateException(), Duration.ofMillis(30)));

    assertThat(millis("done"), is(20.0));
    assertThat(millis("failed"), is(30.0));
  }

  private double millis(String outcome) {
    return registry
        .get("runloop.run")
        .tag("outcome", outcome)
        .timer()
        .totalTime(TimeUnit.MILLISECONDS);
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  private static RunLoopStatus status(long committed, long end) {
    return RunLoopStatus.builder()
        .setPartitions(
            List.of(RunLoopStatus.Partition.of(new TopicPartition("orders", 0), committed, end)))
        .setRunsInFlight(2)
        .setRunsWaiting(1)
        .setCommittedOffsets(99)
        .build();
  }
}

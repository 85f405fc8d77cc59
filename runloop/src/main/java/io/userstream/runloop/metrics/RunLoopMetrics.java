package io.userstream.runloop.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.userstream.runloop.EndedRun;
import io.userstream.runloop.RunLoopListener;
import io.userstream.runloop.RunLoopStatus;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Binds a run loop to Micrometer: {@code runloop.lag}, {@code runloop.open.transaction.records},
 * {@code runloop.runs.active}, {@code runloop.runs.waiting}, {@code runloop.runs.allowed}, {@code
 * runloop.paused}, {@code runloop.offsets.committed} and the timer {@code runloop.run} with the tag
 * {@code outcome}. For one loop; thread-safe.
 *
 * <pre>{@code
 * RunLoopMetrics metrics = new RunLoopMetrics();
 * metrics.bindTo(registry);
 * RunLoopConfig config = builder.setListener(metrics).build();
 * }</pre>
 */
public final class RunLoopMetrics implements RunLoopListener, MeterBinder {
  private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();
  private volatile RunLoopStatus status = RunLoopStatus.builder().setAssigned(false).build();

  @Override
  public void bindTo(MeterRegistry registry) {
    registries.add(registry);
    Gauge.builder("runloop.lag", this, metrics -> metrics.lag())
        .description("Offsets that are not committed")
        .register(registry);
    Gauge.builder(
            "runloop.open.transaction.records",
            this,
            metrics -> metrics.status.behindOpenTransactions())
        .description("Records that cannot be read before an open transaction ends")
        .register(registry);
    Gauge.builder("runloop.runs.active", this, metrics -> metrics.status.runsInFlight())
        .description("Runs in flight")
        .register(registry);
    Gauge.builder("runloop.runs.waiting", this, metrics -> metrics.status.runsWaiting())
        .description("Runs that wait for a retry")
        .register(registry);
    Gauge.builder("runloop.runs.allowed", this, metrics -> metrics.status.runsAllowed())
        .description("Concurrent runs that the latency of the sink allows")
        .register(registry);
    Gauge.builder("runloop.paused", this, metrics -> metrics.status.control().isPaused() ? 1 : 0)
        .description("1 while the group is paused")
        .register(registry);
    FunctionCounter.builder(
            "runloop.offsets.committed", this, metrics -> metrics.status.committedOffsets())
        .description("Offsets that this loop has committed")
        .register(registry);
  }

  private double lag() {
    RunLoopStatus now = status;
    return now.assigned() ? now.lag() : Double.NaN;
  }

  @Override
  public void onRunEnded(EndedRun ended) {
    for (MeterRegistry registry : registries) {
      Timer.builder("runloop.run")
          .description("Duration of the attempts at runs")
          .tag("outcome", ended.outcome().name().toLowerCase(Locale.ROOT))
          .register(registry)
          .record(ended.took());
    }
  }

  @Override
  public void onStatus(RunLoopStatus now) {
    status = now;
  }
}

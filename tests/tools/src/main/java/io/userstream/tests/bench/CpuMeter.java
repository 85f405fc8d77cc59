package io.userstream.tests.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.annotation.Nullable;

/**
 * Measures the CPU time of a changing set of processes while the meter runs: user and system time,
 * as the kernel counts them in {@code /proc/<pid>/stat}, in steps of 10 ms.
 *
 * <p>Excludes the time before the start for processes that were already in the set. A process that
 * joins the set later counts from its birth. A process that ends keeps the value of its last
 * sample: at most {@value #SAMPLE_MILLIS} ms are lost, and a shorter-lived child may be missed.
 * Children count only if they are in the set, see {@link ProcessHandle#descendants}. The kernel's
 * own sum of ended children is not used, because it would count them twice. Thread-safe.
 */
final class CpuMeter implements AutoCloseable {
  static final int SAMPLE_MILLIS = 100;

  private final Supplier<Set<ProcessHandle>> processes;
  private final Map<ProcessHandle, Duration> used = new HashMap<>();
  private final Duration usedBefore;
  private final ScheduledExecutorService sampler =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "cpu-meter");
            thread.setDaemon(true);
            return thread;
          });
  @Nullable private volatile RuntimeException failure;
  private volatile boolean closed;

  private CpuMeter(Supplier<Set<ProcessHandle>> processes) {
    this.processes = processes;
    sample();
    usedBefore = sum();
    ScheduledFuture<?> unused =
        sampler.scheduleAtFixedRate(
            this::sampleOrNote, SAMPLE_MILLIS, SAMPLE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Starts a meter.
   *
   * @param processes called at every sample, by a thread of the meter or by the caller of {@link
   *     #used}, which throws once this has thrown
   */
  static CpuMeter start(Supplier<Set<ProcessHandle>> processes) {
    return new CpuMeter(processes);
  }

  /** Returns the CPU time of all the processes since the start, sampled now. */
  Duration used() {
    if (failure != null) {
      throw new IllegalStateException("the meter could not sample", failure);
    }
    if (!closed) {
      sample();
    }
    return sum().minus(usedBefore);
  }

  /** Takes the last sample, which {@link #used} continues to return. */
  @Override
  public void close() {
    sampler.shutdownNow();
    sampleOrNote();
    closed = true;
  }

  private void sampleOrNote() {
    try {
      sample();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void sample() {
    // Handles are equal only if the processes started at the same time, so a reused pid is another
    // process.
    for (ProcessHandle process : processes.get()) {
      process.info().totalCpuDuration().ifPresent(soFar -> put(process, soFar));
    }
  }

  private synchronized void put(ProcessHandle process, Duration soFar) {
    used.merge(process, soFar, (before, now) -> now.compareTo(before) > 0 ? now : before);
  }

  private synchronized Duration sum() {
    return used.values().stream().reduce(Duration.ZERO, Duration::plus);
  }
}

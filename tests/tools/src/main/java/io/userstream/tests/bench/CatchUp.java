package io.userstream.tests.bench;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.flow.JobStatus;
import io.userstream.tests.stack.JobProcess;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A {@code store} with its default options that works through a backlog. Not thread-safe. */
final class CatchUp implements AutoCloseable {
  /** With a thousand partitions, more frequent requests would load the broker. */
  private static final long SAMPLE_MILLIS = 500;

  private static final long STALLED_NANOS = 180_000_000_000L;

  private final long startNanos = System.nanoTime();
  private final JobProcess job;
  private final EngineProcesses processes;
  private final GroupOffsets offsets;
  private final CpuMeter cpu;

  private CatchUp(Flow flow) {
    // Production jobs serve their status, which costs CPU time.
    job = flow.start(EngineProcesses.submit(flow.stack()), "store", new JobStatus().option());
    processes = new EngineProcesses(flow.stack(), job);
    offsets = new GroupOffsets(flow);
    cpu = CpuMeter.start(processes::all);
  }

  /** Starts the job. */
  static CatchUp start(Flow flow) {
    return new CatchUp(flow);
  }

  /**
   * Waits until so many offsets are committed.
   *
   * @return the seconds from the start
   * @throws IllegalStateException if the job ends before that, or commits nothing for three minutes
   */
  double secondsUntil(long committed) throws InterruptedException {
    long before = -1;
    long movedNanos = System.nanoTime();
    for (long now = offsets.sum(); now < committed; now = offsets.sum()) {
      if (now != before) {
        before = now;
        movedNanos = System.nanoTime();
      }
      if (!job.isRunning() || System.nanoTime() - movedNanos > STALLED_NANOS) {
        throw new IllegalStateException("store ended or stalls:\n" + job.output());
      }
      TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
    }
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /** Returns the CPU seconds of driver and executors so far. */
  double cpuSeconds() {
    return cpu.used().toMillis() / 1e3;
  }

  /** Returns the live heap of the driver after a garbage collection, in MiB. */
  long driverHeapMib() throws IOException, InterruptedException {
    return ProcessSample.of(job.pid()).liveHeapMib();
  }

  EngineProcesses processes() {
    return processes;
  }

  @Override
  public void close() {
    cpu.close();
    job.close();
    offsets.close();
  }
}

package io.userstream.tests.bench;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.stack.JobProcess;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The performance of a contender on a backlog.
 *
 * @param usersPerSecond from its start to the last row, or to the end of a job that ends by itself,
 *     including processes and cold code
 * @param warmUsersPerSecond in the middle part: earlier, the JIT compilers still meet new code;
 *     later, slots are idle
 * @param cpuPerMillion CPU seconds of all its processes per million users in the same time
 * @param warmCpuPerMillion the same in the middle part
 * @param peakHeapMib over all its processes
 */
record Backlog(
    double usersPerSecond,
    double warmUsersPerSecond,
    double cpuPerMillion,
    double warmCpuPerMillion,
    long peakHeapMib) {
  private static final double WARM_FROM = 0.4;
  private static final double WARM_TO = 0.95;
  private static final long SAMPLE_MILLIS = 200;
  private static final double MILLION = 1e6;

  /** A worker of Kafka Connect stays up when its tasks have failed. */
  private static final double STALLED_SECONDS = 180;

  /** A moment of a measurement. */
  private record Sample(double seconds, double cpuSeconds) {
    static Sample now(long startNanos, CpuMeter cpu) {
      return new Sample((System.nanoTime() - startNanos) / 1e9, cpu.used().toMillis() / 1e3);
    }
  }

  /**
   * Lets a contender store the records in the flow's topic.
   *
   * @param users their number
   * @throws IllegalStateException if not all of them become rows
   */
  static Backlog measure(Contender contender, Flow flow, long users) throws InterruptedException {
    NavigableMap<Long, Sample> byStored = new TreeMap<>();
    long startNanos = System.nanoTime();
    try (GroupOffsets offsets = new GroupOffsets(flow);
        JobProcess job = contender.start(flow)) {
      EngineProcesses processes = new EngineProcesses(flow.stack(), job);
      try (CpuMeter cpu = CpuMeter.start(processes::all)) {
        // The meter starts a moment after the process.
        byStored.put(0L, new Sample(0, 0));
        while (byStored.lastKey() < users) {
          if (!job.isRunning()) {
            throw new IllegalStateException(contender.label() + " ended:\n" + job.output());
          }
          Sample now = Sample.now(startNanos, cpu);
          byStored.putIfAbsent(contender.stored(offsets, job), now);
          if (now.seconds() - byStored.lastEntry().getValue().seconds() > STALLED_SECONDS) {
            throw new IllegalStateException(contender.label() + " stalls:\n" + job.output());
          }
          TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
        }
      }
      Sample end = byStored.lastEntry().getValue();
      return of(byStored, end, users, processes.peakHeapMib());
    }
  }

  /**
   * Lets a job that ends by itself store records.
   *
   * @param job starts it
   * @param offsets of the job's consumer group
   * @param users their number
   * @return its performance from the start to the end of the process
   * @throws IllegalStateException if it does not end with 0
   */
  static Backlog measureToTheEnd(
      Flow flow, Supplier<JobProcess> job, GroupOffsets offsets, long users)
      throws InterruptedException {
    NavigableMap<Long, Sample> byStored = new TreeMap<>();
    long startNanos = System.nanoTime();
    try (JobProcess running = job.get()) {
      EngineProcesses processes = new EngineProcesses(flow.stack(), running);
      try (CpuMeter cpu = CpuMeter.start(processes::all)) {
        byStored.put(0L, new Sample(0, 0));
        while (running.isRunning()) {
          byStored.putIfAbsent(offsets.sum(), Sample.now(startNanos, cpu));
          TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
        }
        Sample end = Sample.now(startNanos, cpu);
        if (running.awaitEnd(Duration.ZERO) != 0) {
          throw new IllegalStateException("the job failed:\n" + running.output());
        }
        return of(byStored, end, users, processes.peakHeapMib());
      }
    }
  }

  private static Backlog of(
      NavigableMap<Long, Sample> byStored, Sample end, long users, long peakHeapMib) {
    Map.Entry<Long, Sample> from = byStored.ceilingEntry((long) (WARM_FROM * users));
    Map.Entry<Long, Sample> to = byStored.floorEntry((long) (WARM_TO * users));
    double warmUsers = to.getKey() - from.getKey();
    return new Backlog(
        users / end.seconds(),
        warmUsers / (to.getValue().seconds() - from.getValue().seconds()),
        end.cpuSeconds() / users * MILLION,
        (to.getValue().cpuSeconds() - from.getValue().cpuSeconds()) / warmUsers * MILLION,
        peakHeapMib);
  }
}

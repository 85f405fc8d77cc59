package io.userstream.tests.bench;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.stack.JobProcess;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The performance of a contender on a backlog.
 *
 * @param usersPerSecond from its start to the last row, including processes and cold code
 * @param warmUsersPerSecond in the middle part: earlier, the JIT compilers still meet new code;
 *     later, slots are idle
 * @param cpuPerMillion CPU seconds of all its processes per million users, including the start
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

  /** A moment of a measurement. */
  private record Sample(double seconds, double cpuSeconds) {}

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
          long stored = contender.stored(offsets, job);
          Sample now =
              new Sample((System.nanoTime() - startNanos) / 1e9, cpu.used().toMillis() / 1e3);
          byStored.putIfAbsent(stored, now);
          TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
        }
      }
      return of(byStored, users, processes.peakHeapMib());
    }
  }

  private static Backlog of(NavigableMap<Long, Sample> byStored, long users, long peakHeapMib) {
    Sample end = byStored.lastEntry().getValue();
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

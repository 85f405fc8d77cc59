package io.userstream.tests.bench;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.stack.JobProcess;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The performance of a contender with users at a steady rate.
 *
 * @param latencies from a user's append to the topic until the row is readable
 * @param cores average number of cores used by all its processes
 */
record SteadyLoad(Latencies latencies, double cores) {
  private static final int USERS_PER_SECOND = 1_000;

  /** By then, code is compiled and caches are filled. */
  private static final Duration WARM_UP = Duration.ofSeconds(60);

  private static final Duration MEASURED = Duration.ofSeconds(60);

  static SteadyLoad measure(Contender contender, Flow flow, long firstUser)
      throws InterruptedException {
    try (JobProcess job = contender.start(flow)) {
      EngineProcesses processes = new EngineProcesses(flow.stack(), job);
      CoresInUse cores = new CoresInUse(processes);
      Thread meter = new Thread(cores, "cores-in-use");
      meter.start();
      Latencies latencies =
          new LatencyProbe(flow, USERS_PER_SECOND).run(firstUser, WARM_UP, MEASURED);
      meter.join();
      return new SteadyLoad(latencies, cores.average);
    }
  }

  /** Measures over the same time as the probe. */
  private static final class CoresInUse implements Runnable {
    private final EngineProcesses processes;
    private volatile double average;

    CoresInUse(EngineProcesses processes) {
      this.processes = processes;
    }

    @Override
    public void run() {
      try {
        TimeUnit.MILLISECONDS.sleep(WARM_UP.toMillis());
        long start = System.nanoTime();
        try (CpuMeter cpu = CpuMeter.start(processes::all)) {
          TimeUnit.MILLISECONDS.sleep(MEASURED.toMillis());
          average = cpu.used().toNanos() / (double) (System.nanoTime() - start);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

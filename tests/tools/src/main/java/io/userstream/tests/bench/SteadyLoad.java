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
  /** The columns of a table. */
  static final String[] COLUMNS = {"cores", "p50 ms", "p90 ms", "p99 ms"};

  private static final int USERS_PER_SECOND = 1_000;

  static final Duration MINUTE = Duration.ofMinutes(1);

  /** Too short for compiled code, but it shows orders of magnitude. */
  static final Duration FIFTEEN_SECONDS = Duration.ofSeconds(15);

  /**
   * Measures a contender.
   *
   * @param time of the measurement, after twice as long a time in which code is compiled and caches
   *     are filled
   */
  static SteadyLoad measure(Contender contender, Flow flow, long firstUser, Duration time)
      throws InterruptedException {
    try (JobProcess job = contender.start(flow)) {
      return measure(new EngineProcesses(flow.stack(), job), flow, firstUser, time);
    }
  }

  /**
   * Measures a contender that is already running.
   *
   * @param processes of the contender
   * @param time see {@link #measure(Contender, Flow, long, Duration)}
   */
  static SteadyLoad measure(EngineProcesses processes, Flow flow, long firstUser, Duration time)
      throws InterruptedException {
    Duration warmUp = time.multipliedBy(2);
    CoresInUse cores = new CoresInUse(processes, warmUp, time);
    Thread meter = new Thread(cores, "cores-in-use");
    meter.start();
    Latencies latencies = new LatencyProbe(flow, USERS_PER_SECOND).run(firstUser, warmUp, time);
    meter.join();
    return new SteadyLoad(latencies, cores.average);
  }

  /** Returns a row of a table. */
  Number[] figures() {
    return new Number[] {
      cores, latencies.percentile(50), latencies.percentile(90), latencies.percentile(99)
    };
  }

  /** Measures over the same time as the probe. */
  private static final class CoresInUse implements Runnable {
    private final EngineProcesses processes;
    private final Duration warmUp;
    private final Duration time;
    private volatile double average;

    CoresInUse(EngineProcesses processes, Duration warmUp, Duration time) {
      this.processes = processes;
      this.warmUp = warmUp;
      this.time = time;
    }

    @Override
    public void run() {
      try {
        TimeUnit.MILLISECONDS.sleep(warmUp.toMillis());
        long start = System.nanoTime();
        try (CpuMeter cpu = CpuMeter.start(processes::all)) {
          TimeUnit.MILLISECONDS.sleep(time.toMillis());
          average = cpu.used().toNanos() / (double) (System.nanoTime() - start);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

package io.userstream.tests.faults;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SparkSubmit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The drivers of {@code store} that were started over a flow, on the Spark cluster. */
final class Drivers implements AutoCloseable {
  /** Two drivers share a worker of eight slots. */
  private static final String SLOTS_A_DRIVER = "4";

  private final Flow flow;
  private final List<JobProcess> started = new ArrayList<>();
  private String[] more = {};

  Drivers(Flow flow) {
    this.flow = flow;
  }

  /** Gives the drivers that are started from now on these options more. */
  void options(String... options) {
    more = options;
  }

  /** Starts one; it becomes the {@link #last}. */
  JobProcess start() {
    return start(SparkSubmit.to(flow.stack().spark()));
  }

  JobProcess start(SparkSubmit how) {
    List<String> options = new ArrayList<>(Arrays.asList(more));
    options.add("--maxRunRecords=2000");
    JobProcess driver =
        flow.start(
            how.withConf("spark.cores.max", SLOTS_A_DRIVER),
            "store",
            options.toArray(new String[0]));
    started.add(driver);
    return driver;
  }

  JobProcess last() {
    return started.get(started.size() - 1);
  }

  /**
   * Checks that the last one runs.
   *
   * @throws IllegalStateException with its output when it does not
   */
  void requireRunning() {
    if (!last().isRunning()) {
      throw new IllegalStateException("the driver has ended:\n" + last().output());
    }
  }

  /** Kills all that run. */
  @Override
  public void close() {
    started.forEach(JobProcess::close);
  }
}

package io.userstream.tests.faults;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SparkSubmit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The drivers of {@code store} that were started over a flow, on the Spark cluster. */
final class Drivers implements AutoCloseable {
  private static final Duration TERMINATION_LIMIT = Duration.ofSeconds(30);
  private static final int ERROR = 1;

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
    return start(flow.sparkSubmit());
  }

  /** The same from another jar. */
  JobProcess startFrom(Path jar) {
    return start(flow.sparkSubmit().withJar(jar));
  }

  private JobProcess start(SparkSubmit how) {
    List<String> options = new ArrayList<>(Arrays.asList(more));
    options.add("--maxRunRecords=2000");
    JobProcess driver = flow.start(how, "store", options.toArray(new String[0]));
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

  /** Sends SIGTERM to the last one, which must be gone within 30 s. */
  void terminate() {
    last().terminate();
    last().awaitEnd(TERMINATION_LIMIT);
  }

  /**
   * Waits until the last one ends by itself.
   *
   * @throws AssertionError with its output when that is not with an error that has the text in it
   */
  void awaitError(String text) {
    int code = last().awaitEnd(FlowUnderFire.LIMIT);
    if (code != ERROR) {
      throw new AssertionError("exit code " + code + ", not " + ERROR + ":\n" + last().output());
    }
    requireSaid(text);
  }

  /**
   * Checks that the last one has written the text.
   *
   * @throws AssertionError with what it has written instead
   */
  void requireSaid(String text) {
    if (!last().output().contains(text)) {
      throw new AssertionError("the driver does not say \"" + text + "\":\n" + last().output());
    }
  }

  /** Kills all that run. */
  @Override
  public void close() {
    started.forEach(JobProcess::close);
  }
}

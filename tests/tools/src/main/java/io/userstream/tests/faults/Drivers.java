package io.userstream.tests.faults;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SparkSubmit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The drivers of {@code store} over one flow, on the Spark cluster. */
final class Drivers implements AutoCloseable {
  private static final Duration TERMINATION_LIMIT = Duration.ofSeconds(30);
  private static final int ERROR = 1;

  private final Flow flow;
  private final List<JobProcess> started = new ArrayList<>();
  private String[] more = {};

  Drivers(Flow flow) {
    this.flow = flow;
  }

  /** Gives additional options to drivers that are started later. */
  void options(String... options) {
    more = options;
  }

  /** Starts a driver, which becomes the {@link #last} one. */
  JobProcess start() {
    return start(flow.sparkSubmit());
  }

  /** Starts a driver from another jar. */
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
   * Checks that the last driver runs.
   *
   * @throws IllegalStateException with its output, if it does not
   */
  void requireRunning() {
    if (!last().isRunning()) {
      throw new IllegalStateException("the driver has ended:\n" + last().output());
    }
  }

  /** Sends SIGTERM to the last driver, which must end within 30 s. */
  void terminate() {
    last().terminate();
    last().awaitEnd(TERMINATION_LIMIT);
  }

  /**
   * Waits until the last driver ends by itself.
   *
   * @throws AssertionError with its output, if it does not end with an error that contains the text
   */
  void awaitError(String text) {
    int code = last().awaitEnd(FlowUnderFire.LIMIT);
    if (code != ERROR) {
      throw new AssertionError(
          "exit code " + code + ", expected " + ERROR + ":\n" + last().output());
    }
    requireSaid(text);
  }

  /**
   * Checks that the output of the last driver contains the text.
   *
   * @throws AssertionError with its output, if it does not
   */
  void requireSaid(String text) {
    if (!last().output().contains(text)) {
      throw new AssertionError(
          "the driver's output does not contain \"" + text + "\":\n" + last().output());
    }
  }

  /** Kills all running drivers. */
  @Override
  public void close() {
    started.forEach(JobProcess::close);
  }
}

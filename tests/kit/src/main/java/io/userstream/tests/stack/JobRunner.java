package io.userstream.tests.stack;

/** The Beam runner on which the tests of this JVM run their jobs. */
public enum JobRunner {
  /** Runs jobs in one JVM, without a cluster. */
  DIRECT("DirectRunner"),

  /** Runs jobs on the Spark cluster of the stack. */
  SPARK("SparkRunner");

  /** The system property with Beam's name of the runner; {@link #DIRECT} by default. */
  public static final String PROPERTY = "userstream.runner";

  private final String beamName;

  JobRunner(String beamName) {
    this.beamName = beamName;
  }

  /**
   * Returns the runner that {@value #PROPERTY} names.
   *
   * @throws IllegalArgumentException if it names no runner
   */
  public static JobRunner chosen() {
    String name = System.getProperty(PROPERTY, DIRECT.beamName);
    for (JobRunner runner : values()) {
      if (runner.beamName.equals(name)) {
        return runner;
      }
    }
    throw new IllegalArgumentException(
        "-D" + PROPERTY + "=" + name + ": expected DirectRunner or SparkRunner");
  }
}

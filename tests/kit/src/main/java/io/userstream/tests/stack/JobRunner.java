package io.userstream.tests.stack;

/** On which of Beam's runners the tests of this JVM run their jobs. */
public enum JobRunner {
  /** In one JVM, without a cluster. */
  DIRECT("DirectRunner"),

  /** On the Spark cluster of the stack, submitted to it. */
  SPARK("SparkRunner");

  /** The system property that chooses by Beam's name; without it {@link #DIRECT}. */
  public static final String PROPERTY = "userstream.runner";

  private final String beamName;

  JobRunner(String beamName) {
    this.beamName = beamName;
  }

  /**
   * Returns what {@value #PROPERTY} says.
   *
   * @throws IllegalArgumentException when it names no runner
   */
  public static JobRunner chosen() {
    String name = System.getProperty(PROPERTY, DIRECT.beamName);
    for (JobRunner runner : values()) {
      if (runner.beamName.equals(name)) {
        return runner;
      }
    }
    throw new IllegalArgumentException(
        "-D" + PROPERTY + "=" + name + ": not DirectRunner or SparkRunner");
  }
}

package io.userstream.tests.stack;

/**
 * The stack that all integration tests of a JVM share: one Kafka node, Cassandra without
 * authentication, a schema registry and PostgreSQL that start at their first use, and a Spark
 * cluster with one worker if the jobs run on Spark ({@link JobRunner}). It starts at its first use
 * and closes when the JVM exits. A test that kills a server must start it again. Each test uses its
 * own topics, groups and keyspaces.
 */
public final class SharedStack {
  /** The system property that {@linkplain LocalStackBuilder#secured secures} the stack. */
  private static final String SECURED = "userstream.secured";

  private SharedStack() {}

  /**
   * Returns the stack, and starts it at the first call. Thread-safe.
   *
   * @throws ServerFailedException if a server does not start; the next call tries again
   */
  public static synchronized LocalStack get() {
    if (stack == null) {
      LocalStackBuilder builder =
          LocalStack.builder()
              .name("shared")
              .othersAtFirstUse()
              .sparkWorkers(JobRunner.chosen() == JobRunner.SPARK ? 1 : 0);
      stack = (Boolean.getBoolean(SECURED) ? builder.secured() : builder).start();
    }
    return stack;
  }

  private static LocalStack stack;
}

package io.userstream.tests.stack;

/**
 * The one stack that all integration tests of a JVM use: one Kafka node, Cassandra without
 * authentication, a schema registry and PostgreSQL for those who ask for them and, when the jobs
 * run on Spark ({@link JobRunner}), a cluster of one worker. Started at first use and closed by the
 * JVM's exit. A test that kills a server of it starts the server again; names of topics, groups and
 * keyspaces are each test's own.
 */
public final class SharedStack {
  private SharedStack() {}

  /**
   * Returns the stack, after starting it if this is the first call. Safe for use by several
   * threads.
   *
   * @throws ServerFailedException when a server does not come up; the next call tries again
   */
  public static synchronized LocalStack get() {
    if (stack == null) {
      stack =
          LocalStack.builder()
              .name("shared")
              .othersAtFirstUse()
              .sparkWorkers(JobRunner.chosen() == JobRunner.SPARK ? 1 : 0)
              .start();
    }
    return stack;
  }

  private static LocalStack stack;
}

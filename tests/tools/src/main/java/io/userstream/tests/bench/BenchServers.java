package io.userstream.tests.bench;

import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.LocalStackBuilder;

/** The servers of the benchmarks of Spark jobs, set up as users would do it. */
final class BenchServers {
  private BenchServers() {}

  /**
   * Returns servers with Cassandra's default commit log, and a Spark worker with Spark's default of
   * one task slot per core. With more, threads would compete with the JIT compilers: with eight
   * slots on two cores, a backlog of a million takes three times the CPU.
   */
  static LocalStackBuilder named(String name) {
    return LocalStack.builder()
        .name(name)
        .sparkWorkers(1)
        .sparkSlots(Runtime.getRuntime().availableProcessors())
        .cassandraPeriodicCommitLog();
  }
}

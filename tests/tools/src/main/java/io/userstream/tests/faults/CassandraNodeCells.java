package io.userstream.tests.faults;

import io.userstream.tests.stack.CassandraCluster;
import io.userstream.tests.stack.CassandraNode;
import java.time.Duration;

/** Faults of one of three Cassandra nodes that each hold every row. */
final class CassandraNodeCells {
  static final Cell KILLED =
      new Cell(
          "cassandra-node-killed",
          Stage.THREE_CASSANDRA_NODES,
          150,
          "kill -9 of one of three Cassandra nodes, whose disk is lost: replaced and repaired",
          CassandraNodeCells::killed);

  /** Runs take a second or two, so a node that hangs for a driver time-out would show. */
  private static final Duration MAX_PAUSE = Duration.ofSeconds(12);

  private CassandraNodeCells() {}

  /**
   * Returns the longest time without a commit, because the flow never stops and so cannot resume.
   */
  private static Duration killed(FlowUnderFire fire) {
    CassandraCluster cassandra = fire.stack().cassandraCluster();
    int number = 1 + fire.random().nextInt(cassandra.nodes().size());
    Duration longest;
    try (CommitPauses pauses = fire.watchCommits()) {
      fire.mark();
      cassandra.node(number).kill();
      fire.awaitFlow();
      fire.requireOffsetsBehindRows();
      fire.flowForAWhile();
      cassandra.replace(number);
      fire.mark();
      fire.awaitFlow();
      fire.requireOffsetsBehindRows();
      longest = pauses.longest();
    }
    if (longest.compareTo(MAX_PAUSE) > 0) {
      throw new AssertionError("nothing was committed for " + longest);
    }
    CassandraNode replaced = cassandra.node(number);
    fire.requireExactOn(replaced, () -> cassandra.repair(number, fire.flow().keyspace()));
    return longest;
  }
}

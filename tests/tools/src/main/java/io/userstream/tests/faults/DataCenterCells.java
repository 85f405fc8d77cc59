package io.userstream.tests.faults;

import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.CassandraCluster;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;

/** Faults of one of two data centers, with the jobs in the other one. */
final class DataCenterCells {
  static final Cell REMOTE_DOWN =
      new Cell(
          "data-centers",
          Stage.TWO_DATA_CENTERS,
          200,
          "the remote data center is down: LOCAL_QUORUM continues, TWO waits; every statement "
              + "is coordinated locally, at the configured level",
          DataCenterCells::remoteDown);

  private static final int FAR = 2;

  /** Makes the remote node the first contact point, which is then not in the local data center. */
  private static final String HOSTS = "--cassandraHosts=127.0.0.2,127.0.0.1";

  private static final String LOCAL_DC = "--cassandraLocalDc=near";

  /** A level that is no default and needs both data centers. */
  private static final String LEVEL = "TWO";

  private static final String[] BOTH = {HOSTS, LOCAL_DC, "--cassandraConsistency=" + LEVEL};

  private DataCenterCells() {}

  private static Duration remoteDown(FlowUnderFire fire) {
    CassandraCluster cassandra = fire.stack().cassandraCluster();
    restart(fire, HOSTS, LOCAL_DC);
    fire.mark();
    cassandra.node(FAR).kill();
    Duration flow = fire.awaitFlow();
    fire.requireOffsetsBehindRows();
    cassandra.restart(FAR);

    restart(fire, BOTH);
    requireStatementsAsTold(fire, cassandra);
    cassandra.node(FAR).kill();
    Await.until(
        "a run fails for lack of a replica",
        FlowUnderFire.LIMIT,
        () -> fire.driver().output().contains("waiting for the sink"));
    fire.requireOffsetsBehindRows();
    cassandra.restart(FAR);
    fire.mark();
    fire.awaitFlow();
    return flow;
  }

  private static void restart(FlowUnderFire fire, String... options) {
    fire.drivers().terminate();
    fire.drivers().options(options);
    fire.mark();
    fire.drivers().start();
    fire.awaitFlow();
  }

  private static void requireStatementsAsTold(FlowUnderFire fire, CassandraCluster cassandra) {
    Instant start = Instant.now();
    cassandra.trace(true);
    fire.mark();
    fire.awaitFlow();
    fire.setUp(BOTH);
    // Users arrive in the meantime, so a difference is no failure here.
    fire.flow().run("reconcile", BOTH);
    cassandra.trace(false);
    TracedStatements.since(start, fire.flow()).requireAll(address("127.0.0.1"), LEVEL);
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}

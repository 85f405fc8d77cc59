package io.userstream.tests.faults;

import io.userstream.tests.network.TcpProxy;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import java.time.Duration;

/** Faults of Cassandra: killed, unreachable, or rejecting writes. */
final class CassandraCells {
  static final Cell KILLED =
      new Cell(
          "cassandra-killed",
          Stage.WHOLE,
          35,
          "kill -9 of Cassandra, then a restart",
          CassandraCells::killed);

  static final Cell AWAY =
      new Cell(
          "cassandra-away",
          Stage.WHOLE,
          170,
          "Cassandra down for minutes: few attempts",
          CassandraCells::away);

  static final Cell REPLICAS_MISSING =
      new Cell(
          "replicas-missing",
          Stage.WHOLE,
          30,
          "the keyspace requires more replicas than exist for a while",
          CassandraCells::replicasMissing);

  static final Cell NETWORK_CUT =
      new Cell(
          "network-cut",
          Stage.WHOLE,
          60,
          "no packet passes between the job and Cassandra for a while",
          CassandraCells::networkCut);

  static final Cell TABLE_READ_ONLY =
      new Cell(
          "table-read-only",
          Stage.LOGIN,
          60,
          "the permission to write is revoked: the driver fails; after granting it again, a "
              + "restart",
          CassandraCells::tableReadOnly);

  /** Each run in flight fails once, and as many may start before the failure is known. */
  private static final int MAX_ATTEMPTS = 8;

  private CassandraCells() {}

  private static Duration killed(FlowUnderFire fire) {
    fire.stack().cassandra().kill();
    fire.stack().cassandra().start();
    fire.requireOffsetsBehindRows();
    fire.mark();
    return fire.awaitFlow();
  }

  private static Duration away(FlowUnderFire fire) {
    // Minutes the first time, and shorter when repeated, which shows the same.
    Duration away =
        fire.isFirstStrike()
            ? Duration.ofMinutes(2)
            : Duration.ofSeconds(10 + fire.random().nextInt(20));
    int before = failedAttempts(fire.driver());
    long start = System.nanoTime();
    fire.stack().cassandra().kill();
    Await.until(
        "Cassandra has been down for " + away,
        FlowUnderFire.LIMIT,
        () -> System.nanoTime() - start > away.toNanos() && waitsForCassandra(fire.driver()));
    int failed = failedAttempts(fire.driver()) - before;
    if (failed > MAX_ATTEMPTS) {
      throw new AssertionError(failed + " runs failed while Cassandra was down for " + away);
    }
    fire.stack().cassandra().start();
    fire.requireOffsetsBehindRows();
    fire.mark();
    return fire.awaitFlow();
  }

  private static Duration replicasMissing(FlowUnderFire fire) {
    fire.operator().alterReplication(3);
    Await.until(
        "a run fails for lack of replicas",
        FlowUnderFire.LIMIT,
        () -> waitsForCassandra(fire.driver()));
    fire.operator().alterReplication(1);
    fire.requireOffsetsBehindRows();
    fire.mark();
    return fire.awaitFlow();
  }

  private static Duration networkCut(FlowUnderFire fire) {
    TcpProxy network = fire.network();
    int before = failedAttempts(fire.driver());
    network.cut();
    Await.until(
        "the driver notices the cut",
        FlowUnderFire.LIMIT,
        () -> failedAttempts(fire.driver()) > before);
    fire.requireOffsetsBehindRows();
    network.mend();
    fire.mark();
    return fire.awaitFlow();
  }

  private static Duration tableReadOnly(FlowUnderFire fire) {
    fire.operator().permitWrites(false);
    fire.drivers().awaitError("MODIFY");
    fire.requireOffsetsBehindRows();
    fire.operator().permitWrites(true);
    fire.mark();
    fire.drivers().start();
    return fire.awaitFlow();
  }

  private static int failedAttempts(JobProcess driver) {
    return (int) driver.output().lines().filter(line -> line.contains("failed at attempt")).count();
  }

  private static boolean waitsForCassandra(JobProcess driver) {
    return driver.output().contains("waiting for the sink");
  }
}

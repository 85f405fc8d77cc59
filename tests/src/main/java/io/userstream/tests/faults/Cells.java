package io.userstream.tests.faults;

import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.KafkaNode;
import io.userstream.tests.stack.SparkSubmit;
import java.time.Duration;
import java.util.List;

/** The fault matrix: everything that may go, goes. */
final class Cells {
  private static final Duration EXIT_LIMIT = Duration.ofSeconds(30);

  static final List<Cell> ALL =
      List.of(
          new Cell(
              "driver-killed",
              Stage.WHOLE,
              "kill -9 of the driver, started again",
              Cells::driverKilled),
          new Cell(
              "driver-terminated",
              Stage.WHOLE,
              "SIGTERM to the driver, started again",
              Cells::driverTerminated),
          new Cell(
              "other-build",
              Stage.WHOLE,
              "kill -9 of the driver, started again from another build of the jar",
              Cells::otherBuild),
          new Cell(
              "executor-killed", Stage.WHOLE, "kill -9 of the executor", Cells::executorKilled),
          new Cell(
              "worker-killed",
              Stage.WHOLE,
              "kill -9 of the worker, started again",
              Cells::workerKilled),
          new Cell(
              "master-killed",
              Stage.WHOLE,
              "kill -9 of the Spark master, which comes back and recovers",
              Cells::masterKilled),
          new Cell(
              "broker-killed",
              Stage.WHOLE,
              "kill -9 of the Kafka broker that leads most",
              Cells::brokerKilled),
          new Cell(
              "controller-killed",
              Stage.WHOLE,
              "kill -9 of the active controller of three",
              Cells::controllerKilled),
          new Cell(
              "cassandra-killed",
              Stage.WHOLE,
              "kill -9 of Cassandra, started again",
              Cells::cassandraKilled),
          new Cell(
              "cassandra-away",
              Stage.WHOLE,
              "Cassandra gone for minutes: few attempts",
              Cells::cassandraAway),
          new Cell(
              "replicas-missing",
              Stage.WHOLE,
              "the keyspace wants more replicas than there are, for a while",
              Cells::replicasMissing),
          new Cell(
              "network-cut",
              Stage.WHOLE,
              "nothing passes between the job and Cassandra, for a while",
              Cells::networkCut),
          new Cell(
              "two-drivers",
              Stage.WHOLE,
              "a second driver joins, the first is killed: two rebalances in the flow",
              Cells::twoDrivers),
          new Cell(
              "poison-storm",
              Stage.WHOLE,
              "nothing but broken records, and kill -9 of the executor among them",
              Cells::poisonStorm),
          new Cell(
              "master-forgetful",
              Stage.FORGETFUL,
              "kill -9 of the Spark master, which comes back and has forgotten: the driver ends with"
                  + " an error, started again",
              Cells::masterForgetful),
          new Cell(
              "table-read-only",
              Stage.LOGIN,
              "the right to write is taken away: the driver ends with an error; given back, started"
                  + " again",
              Cells::tableReadOnly));

  private Cells() {}

  private static Duration driverKilled(FlowUnderFire fire) {
    fire.driver().kill();
    fire.requireOffsetsBehindRows();
    fire.mark();
    fire.drivers().start();
    return fire.awaitFlow();
  }

  private static Duration driverTerminated(FlowUnderFire fire) {
    fire.driver().terminate();
    fire.driver().awaitEnd(EXIT_LIMIT);
    requireSaid(fire.driver(), "stored: records=");
    fire.requireOffsetsBehindRows();
    fire.mark();
    fire.drivers().start();
    return fire.awaitFlow();
  }

  private static Duration otherBuild(FlowUnderFire fire) {
    boolean other = fire.random().nextBoolean();
    fire.driver().kill();
    fire.mark();
    SparkSubmit submit = SparkSubmit.to(fire.stack().spark());
    fire.drivers().start(submit.withJar(OtherBuild.in(fire.stack().directory())));
    Duration flow = fire.awaitFlow();
    if (other) {
      // And back: a roll-back is an upgrade too.
      fire.driver().kill();
      fire.mark();
      fire.drivers().start();
      return fire.awaitFlow();
    }
    return flow;
  }

  private static Duration executorKilled(FlowUnderFire fire) {
    fire.mark();
    int killed = fire.stack().spark().killExecutors();
    if (killed == 0) {
      throw new AssertionError("there was no executor to kill");
    }
    fire.requireOffsetsBehindRows();
    return fire.awaitFlow();
  }

  private static Duration workerKilled(FlowUnderFire fire) {
    fire.stack().spark().worker(1).kill();
    fire.requireOffsetsBehindRows();
    fire.stack().spark().worker(1).start();
    fire.mark();
    return fire.awaitFlow();
  }

  private static Duration masterKilled(FlowUnderFire fire) {
    fire.mark();
    fire.stack().spark().master().kill();
    Duration flow = fire.awaitFlow();
    fire.stack().spark().master().start();
    fire.requireOffsetsBehindRows();
    // The recovered master must know the application: it has to give it executors again.
    fire.stack().spark().killExecutors();
    fire.mark();
    Duration after = fire.awaitFlow();
    return flow.compareTo(after) > 0 ? flow : after;
  }

  private static Duration masterForgetful(FlowUnderFire fire) {
    fire.stack().spark().master().kill();
    fire.stack().spark().master().start();
    int code = fire.driver().awaitEnd(FlowUnderFire.LIMIT);
    requireCode(fire.driver(), code, 1);
    requireSaid(fire.driver(), "start the job again");
    fire.requireOffsetsBehindRows();
    fire.mark();
    fire.drivers().start();
    return fire.awaitFlow();
  }

  private static Duration brokerKilled(FlowUnderFire fire) {
    KafkaNode leader = fire.stack().kafka().node(fire.operator().leaderOfMost());
    return nodeKilled(fire, leader);
  }

  private static Duration controllerKilled(FlowUnderFire fire) {
    return nodeKilled(fire, fire.stack().kafka().node(fire.stack().kafka().activeController()));
  }

  private static Duration nodeKilled(FlowUnderFire fire, KafkaNode node) {
    fire.mark();
    node.kill();
    Duration flow = fire.awaitFlow();
    fire.requireOffsetsBehindRows();
    node.start();
    fire.operator().awaitReplicas();
    return flow;
  }

  private static Duration cassandraKilled(FlowUnderFire fire) {
    fire.stack().cassandra().kill();
    fire.stack().cassandra().start();
    fire.requireOffsetsBehindRows();
    fire.mark();
    return fire.awaitFlow();
  }

  private static Duration cassandraAway(FlowUnderFire fire) {
    // Minutes once; in repetitions less, which shows the same.
    Duration away =
        fire.isFirstStrike()
            ? Duration.ofMinutes(2)
            : Duration.ofSeconds(15 + fire.random().nextInt(30));
    int before = attempts(fire.driver());
    long start = System.nanoTime();
    fire.stack().cassandra().kill();
    Await.until(
        "Cassandra has been away for " + away,
        FlowUnderFire.LIMIT,
        () ->
            System.nanoTime() - start > away.toNanos()
                && fire.driver().output().contains("waiting for the sink"));
    int failed = attempts(fire.driver()) - before;
    if (failed > MAX_ATTEMPTS) {
      throw new AssertionError(failed + " runs failed while Cassandra was away for " + away);
    }
    fire.stack().cassandra().start();
    fire.requireOffsetsBehindRows();
    fire.mark();
    return fire.awaitFlow();
  }

  /** Each of the runs in flight fails once; as many may have been begun before that was known. */
  private static final int MAX_ATTEMPTS = 8;

  private static int attempts(JobProcess driver) {
    return (int) driver.output().lines().filter(line -> line.contains("failed at attempt")).count();
  }

  private static Duration replicasMissing(FlowUnderFire fire) {
    fire.operator().alterReplication(3);
    Await.until(
        "a run fails for want of replicas",
        FlowUnderFire.LIMIT,
        () -> fire.driver().output().contains("waiting for the sink"));
    fire.operator().alterReplication(1);
    fire.requireOffsetsBehindRows();
    fire.mark();
    return fire.awaitFlow();
  }

  private static Duration networkCut(FlowUnderFire fire) throws Exception {
    try (TcpProxy network = new TcpProxy(fire.stack().cassandra().port())) {
      fire.driver().terminate();
      fire.driver().awaitEnd(EXIT_LIMIT);
      fire.drivers().options("--cassandraPort=" + network.port());
      fire.mark();
      fire.drivers().start();
      fire.awaitFlow();
      fire.flowForAWhile();
      int before = attempts(fire.driver());
      network.cut();
      Await.until(
          "the cut is noticed", FlowUnderFire.LIMIT, () -> attempts(fire.driver()) > before);
      fire.requireOffsetsBehindRows();
      network.mend();
      fire.mark();
      Duration flow = fire.awaitFlow();
      fire.requireExact();
      fire.driver().kill();
      fire.drivers().options();
      fire.drivers().start();
      return flow;
    }
  }

  private static Duration twoDrivers(FlowUnderFire fire) {
    JobProcess first = fire.driver();
    JobProcess second = fire.drivers().start();
    Await.until(
        "the second has its share",
        FlowUnderFire.LIMIT,
        () -> second.output().contains(" is ours from offset "));
    fire.mark();
    fire.awaitFlow();
    fire.mark();
    first.kill();
    fire.requireOffsetsBehindRows();
    return fire.awaitFlow();
  }

  private static Duration poisonStorm(FlowUnderFire fire) {
    fire.publisher().poisonShare(1);
    fire.flowForAWhile();
    fire.mark();
    fire.stack().spark().killExecutors();
    fire.requireOffsetsBehindRows();
    Duration flow = fire.awaitFlow();
    fire.publisher().poisonShare(0.02);
    return flow;
  }

  private static Duration tableReadOnly(FlowUnderFire fire) {
    fire.operator().permitWrites(false);
    int code = fire.driver().awaitEnd(FlowUnderFire.LIMIT);
    requireCode(fire.driver(), code, 1);
    requireSaid(fire.driver(), "MODIFY");
    fire.requireOffsetsBehindRows();
    fire.operator().permitWrites(true);
    fire.mark();
    fire.drivers().start();
    return fire.awaitFlow();
  }

  private static void requireCode(JobProcess driver, int code, int expected) {
    if (code != expected) {
      throw new AssertionError("exit code " + code + ", not " + expected + ":\n" + driver.output());
    }
  }

  private static void requireSaid(JobProcess driver, String text) {
    if (!driver.output().contains(text)) {
      throw new AssertionError("the driver does not say \"" + text + "\":\n" + driver.output());
    }
  }
}

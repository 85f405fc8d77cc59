package io.userstream.tests.faults;

import java.time.Duration;

/** Faults of the Spark cluster: kills executors, the worker and the master. */
final class SparkCells {
  static final Cell EXECUTOR_KILLED =
      new Cell(
          "executor-killed",
          Stage.WHOLE,
          25,
          "kill -9 of the executor",
          SparkCells::executorKilled);

  static final Cell WORKER_KILLED =
      new Cell(
          "worker-killed",
          Stage.WHOLE,
          40,
          "kill -9 of the worker, then a restart",
          SparkCells::workerKilled);

  static final Cell MASTER_KILLED =
      new Cell(
          "master-killed",
          Stage.WHOLE,
          45,
          "kill -9 of the Spark master, which restarts and recovers",
          SparkCells::masterKilled);

  static final Cell MASTER_FORGETFUL =
      new Cell(
          "master-forgetful",
          Stage.FORGETFUL,
          80,
          "kill -9 of the Spark master, which restarts without memory: the driver fails, then a "
              + "restart",
          SparkCells::masterForgetful);

  static final Cell POISON_STORM =
      new Cell(
          "poison-storm",
          Stage.WHOLE,
          40,
          "only broken records, and kill -9 of the executor during them",
          SparkCells::poisonStorm);

  private SparkCells() {}

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
    // The recovered master must know the application, because it has to give it executors again.
    fire.stack().spark().killExecutors();
    fire.mark();
    Duration after = fire.awaitFlow();
    return flow.compareTo(after) > 0 ? flow : after;
  }

  private static Duration masterForgetful(FlowUnderFire fire) {
    fire.stack().spark().master().kill();
    fire.stack().spark().master().start();
    fire.drivers().awaitError("Start the job again");
    fire.requireOffsetsBehindRows();
    fire.mark();
    fire.drivers().start();
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
}

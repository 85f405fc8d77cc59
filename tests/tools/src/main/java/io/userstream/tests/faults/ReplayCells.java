package io.userstream.tests.faults;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import java.time.Duration;
import java.util.Locale;

/** Faults of a replay. */
final class ReplayCells {
  static final Cell KILLED =
      new Cell(
          "replay-killed",
          Stage.WHOLE,
          120,
          "kill -9 of a replay into an empty table beside a store, then of Cassandra during the next",
          ReplayCells::killed);

  private static final int USERS = 30_000;
  private static final int ERASED = 100;
  private static final int DEAD = 50;
  private static final String COPY = "--cassandraTable=copy";

  private ReplayCells() {}

  /** Returns the time until the flow beside the replay has recovered. */
  private static Duration killed(FlowUnderFire fire) {
    Flow flow =
        Flow.on(fire.stack(), "replayed")
            .setUp("--replicationFactor=" + fire.stack().kafka().nodes().size());
    flow.prepare("setup", COPY);
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, USERS);
      for (int number = 0; number < ERASED; number++) {
        publisher.erase(Publisher.id(number));
      }
      for (int number = 0; number < DEAD; number++) {
        publisher.poison(USERS + number);
      }
    }
    Duration again;
    try (JobProcess store = flow.start(JobCommand.jar(), "store", "--until=drained")) {
      try (JobProcess replay = start(flow)) {
        awaitRows(flow, replay, fire.random().nextInt(USERS / 2));
        replay.kill();
      }
      try (JobProcess replay = start(flow)) {
        awaitRows(flow, replay, USERS / 2 + fire.random().nextInt(USERS / 2));
        fire.stack().cassandra().kill();
        fire.stack().cassandra().start();
        fire.mark();
        again = fire.awaitFlow();
        requireDone(replay);
      }
      requireDone(store);
    }
    requireReconciled(flow.prepare("reconcile"));
    requireReconciled(flow.prepare("reconcile", COPY));
    flow.tearDown();
    return again;
  }

  private static JobProcess start(Flow flow) {
    return flow.start(JobCommand.jar(), "replay", COPY, "--maxRunRecords=1000");
  }

  private static void awaitRows(Flow flow, JobProcess replay, int due) {
    Await.until(
        due + " rows are written",
        FlowUnderFire.LIMIT,
        () ->
            !replay.isRunning()
                || flow.contents().query("SELECT COUNT(*) FROM copy").get(0).getLong(0) > due);
  }

  private static void requireDone(JobProcess job) {
    int code = job.awaitEnd(FlowUnderFire.LIMIT);
    if (code != 0) {
      throw new AssertionError("exit code " + code + ":\n" + job.output());
    }
  }

  private static void requireReconciled(JobResult result) {
    String all =
        String.format(
            Locale.ROOT,
            "published=%d stored=%d erased=%d dead=%d in-flight=0",
            USERS + DEAD,
            USERS - ERASED,
            ERASED,
            DEAD);
    if (!result.out().contains(all)) {
      throw new AssertionError("not " + all + ": " + result.out());
    }
  }
}

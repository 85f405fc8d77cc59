package io.userstream.tests.faults;

import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Faults of the brokers during an ingest with a raw store. */
final class IngestCells {
  static final Cell BROKER_KILLED =
      new Cell(
          "ingest-broker-killed",
          Stage.WHOLE,
          90,
          "kill -9 of the broker with the most leaders, during an ingest with a raw store",
          IngestCells::brokerKilled);

  private static final int USERS = 20_000;

  private IngestCells() {}

  /** Returns the time until the other flow on the same brokers has recovered. */
  private static Duration brokerKilled(FlowUnderFire fire) throws IOException {
    Flow flow =
        Flow.on(fire.stack(), "ingest")
            .withRawStore()
            .setUp("--replicationFactor=" + fire.stack().kafka().nodes().size());
    Operator operator = new Operator(flow);
    Duration again;
    try (RecordedApi api = RecordedApi.start();
        JobProcess ingest =
            flow.start(
                JobCommand.jar(),
                "ingest",
                "--source=" + api.url(),
                "--seed=s",
                "--users=" + USERS,
                "--pageSize=500")) {
      int due = fire.random().nextInt(USERS / 2);
      Await.until(
          due + " users are fetched", FlowUnderFire.LIMIT, () -> flow.rawStore().rows() > due);
      int leader = operator.leaderOfMost();
      fire.mark();
      fire.stack().kafka().node(leader).kill();
      again = fire.awaitFlow();
      ingest.awaitEnd(FlowUnderFire.LIMIT);
      fire.stack().kafka().node(leader).start();
    }
    operator.awaitReplicas();
    fire.operator().awaitReplicas();
    requireMarkedIn(flow);
    // A producer whose very first batch met the change of leaders gives up after two minutes. The
    // rows that it could not publish stay unmarked, and the next job publishes them.
    flow.prepare("publish");
    if (requireMarkedIn(flow) != USERS) {
      throw new AssertionError(flow.rawStore().unpublished() + " rows are not published");
    }
    requireStored(flow);
    flow.tearDown();
    return again;
  }

  /** Checks that the topic contains each row that is marked as published. Returns their number. */
  private static int requireMarkedIn(Flow flow) {
    Set<String> marked =
        new HashSet<>(
            flow.rawStore().texts("SELECT uuid FROM raw_users WHERE published_at IS NOT NULL"));
    Set<String> lost = new HashSet<>(marked);
    lost.removeAll(flow.contents().keys());
    if (!lost.isEmpty()) {
      throw new AssertionError(
          lost.size() + " rows are marked as published, but not in the topic: " + lost);
    }
    return marked.size();
  }

  private static void requireStored(Flow flow) {
    flow.prepare("store", "--until=drained");
    JobResult reconciled = flow.prepare("reconcile");
    String all = "published=" + USERS + " stored=" + USERS;
    if (!reconciled.out().contains(all)) {
      throw new AssertionError("not " + all + ": " + reconciled.out());
    }
  }
}

package io.userstream.tests.faults;

import io.userstream.tests.stack.KafkaCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The topic's log is no longer the log of the group's offsets. The job must end with an error,
 * refuse to continue after a restart, and store everything once an operator has reset the offsets.
 */
final class LogCells {
  static final Cell RECREATED =
      new Cell(
          "topic-recreated",
          Stage.WHOLE,
          150,
          "the topic is deleted, recreated and refilled under a running or suspended driver",
          LogCells::recreated);

  static final Cell TRUNCATED =
      new Cell(
          "log-truncated",
          Stage.TWO_REPLICAS,
          150,
          "a replica that lacks stored records becomes the leader by an unclean election",
          LogCells::truncated);

  private LogCells() {}

  /** The length of the new log relative to the committed offset of the old one. */
  private enum Length {
    SHORTER,
    EQUAL,
    LONGER;

    long of(long committed) {
      return switch (this) {
        case SHORTER -> committed / 2;
        case EQUAL -> committed;
        case LONGER -> committed + committed / 2;
      };
    }
  }

  private static Duration recreated(FlowUnderFire fire) {
    Length length = Length.values()[fire.random().nextInt(Length.values().length)];
    boolean suspended = fire.random().nextBoolean();
    Map<Integer, Long> committed = fire.drain();
    if (suspended) {
      fire.driver().signal("STOP");
    }
    fire.operator().deleteTopic();
    fire.setUp();
    fire.beginNewLog();
    committed.forEach((partition, offset) -> fire.publisher().fill(partition, length.of(offset)));
    if (suspended) {
      fire.driver().signal("CONT");
    }
    return resumeAfterReset(fire, "the topic was recreated");
  }

  private static Duration truncated(FlowUnderFire fire) {
    KafkaCluster kafka = fire.stack().kafka();
    fire.operator().preferAvailability();
    List<Integer> replicas = fire.operator().replicas(0);
    int leader = replicas.get(0);
    int follower = replicas.get(1);
    kafka.node(follower).kill();
    // These records are stored, and only the leader holds them.
    fire.mark();
    fire.awaitFlow();
    fire.drain();
    kafka.node(leader).kill();
    kafka.node(follower).start();
    fire.operator().awaitLeader(0, follower);
    kafka.node(leader).start();
    fire.operator().awaitReplicas();
    fire.beginNewLog();
    return resumeAfterReset(fire, "the log was truncated");
  }

  private static Duration resumeAfterReset(FlowUnderFire fire, String reason) {
    fire.drivers().awaitError(reason);
    fire.drivers().start();
    fire.drivers().awaitError(reason);
    fire.operator().resetOffsets();
    fire.publisher().resume();
    fire.awaitPublished();
    fire.mark();
    fire.drivers().start();
    return fire.awaitFlow();
  }
}

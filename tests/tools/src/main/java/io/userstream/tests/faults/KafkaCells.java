package io.userstream.tests.faults;

import io.userstream.tests.stack.KafkaNode;
import java.time.Duration;

/** Faults of the Kafka cluster: kills the most important node. */
final class KafkaCells {
  static final Cell BROKER_KILLED =
      new Cell(
          "broker-killed",
          Stage.WHOLE,
          40,
          "kill -9 of the Kafka broker with the most leaders",
          fire -> killed(fire, fire.operator().leaderOfMost()));

  static final Cell CONTROLLER_KILLED =
      new Cell(
          "controller-killed",
          Stage.WHOLE,
          40,
          "kill -9 of the active controller of three",
          fire -> killed(fire, fire.stack().kafka().activeController()));

  private KafkaCells() {}

  private static Duration killed(FlowUnderFire fire, int id) {
    KafkaNode node = fire.stack().kafka().node(id);
    fire.mark();
    node.kill();
    Duration flow = fire.awaitFlow();
    fire.requireOffsetsBehindRows();
    node.start();
    fire.operator().awaitReplicas();
    return flow;
  }
}

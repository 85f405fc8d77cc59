package io.userstream.tests.faults;

import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import java.time.Duration;

/** Faults of the driver: killed, stopped, replaced, or joined by another. */
final class DriverCells {
  static final Cell KILLED =
      new Cell(
          "driver-killed",
          Stage.WHOLE,
          40,
          "kill -9 of the driver, then a restart",
          DriverCells::killed);

  static final Cell TERMINATED =
      new Cell(
          "driver-terminated",
          Stage.WHOLE,
          40,
          "SIGTERM to the driver, then a restart",
          DriverCells::terminated);

  static final Cell OTHER_BUILD =
      new Cell(
          "other-build",
          Stage.WHOLE,
          70,
          "kill -9 of the driver, then a restart from another build of the jar",
          DriverCells::otherBuild);

  static final Cell TWO =
      new Cell(
          "two-drivers",
          Stage.WHOLE,
          60,
          "a second driver joins and the first one is killed: two rebalances during the flow",
          DriverCells::two);

  private DriverCells() {}

  private static Duration killed(FlowUnderFire fire) {
    fire.driver().kill();
    fire.requireOffsetsBehindRows();
    fire.mark();
    fire.drivers().start();
    return fire.awaitFlow();
  }

  private static Duration terminated(FlowUnderFire fire) {
    fire.drivers().terminate();
    fire.drivers().requireSaid("stored: records=");
    fire.requireOffsetsBehindRows();
    fire.mark();
    fire.drivers().start();
    return fire.awaitFlow();
  }

  private static Duration otherBuild(FlowUnderFire fire) {
    boolean other = fire.random().nextBoolean();
    fire.driver().kill();
    fire.mark();
    fire.drivers().startFrom(OtherBuild.in(fire.stack().directory()));
    Duration flow = fire.awaitFlow();
    if (other) {
      // And back: a rollback is an upgrade too.
      fire.driver().kill();
      fire.mark();
      fire.drivers().start();
      return fire.awaitFlow();
    }
    return flow;
  }

  private static Duration two(FlowUnderFire fire) {
    JobProcess first = fire.driver();
    JobProcess second = fire.drivers().start();
    Await.until(
        "the second driver owns its share",
        FlowUnderFire.LIMIT,
        () -> second.output().contains(" assigned, starting at offset "));
    fire.mark();
    fire.awaitFlow();
    fire.mark();
    first.kill();
    fire.requireOffsetsBehindRows();
    return fire.awaitFlow();
  }
}

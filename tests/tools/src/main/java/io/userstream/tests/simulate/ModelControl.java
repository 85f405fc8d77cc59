package io.userstream.tests.simulate;

import io.userstream.runloop.control.ControlState;
import io.userstream.runloop.control.LoopControl;
import java.util.Optional;
import java.util.SplittableRandom;

/** What a driver knows of the orders: it looks for new ones from time to time. */
final class ModelControl implements LoopControl {
  private static final int LONGEST_MS = 3_000;

  private final World world;
  private final boolean looks;
  private final SplittableRandom random;
  private Optional<ControlState> known = Optional.empty();
  private long nextLookNanos;

  ModelControl(DriverProcess process) {
    world = process.world;
    looks = world.schedule.events().stream().anyMatch(event -> event.kind().isOrder());
    // Other schedules stay the same as without orders.
    random = new SplittableRandom(world.schedule.seed() ^ world.scheduler.nowNanos());
    nextLookNanos = world.scheduler.nowNanos() + random.nextInt(LONGEST_MS) * Scheduler.MS;
    if (!looks) {
      known = Optional.of(ControlState.RUNNING);
    }
  }

  @Override
  public Optional<ControlState> state() {
    long now = world.scheduler.nowNanos();
    if (looks && now >= nextLookNanos && !world.brokersAreSilent()) {
      known = Optional.of(known.orElse(ControlState.RUNNING).newer(world.control));
      nextLookNanos = now + random.nextInt(LONGEST_MS) * Scheduler.MS;
    }
    return known;
  }

  /** Returns whether a run may start, as far as the driver knows. */
  boolean allowsRuns() {
    return known.isPresent() && !known.get().isPaused();
  }

  /** Returns the version of the pause that the driver follows; 0 if there is none. */
  long pause() {
    return known.filter(ControlState::isPaused).map(ControlState::version).orElse(0L);
  }
}

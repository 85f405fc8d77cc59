package io.userstream.tests.simulate;

import io.userstream.tests.simulate.Settings.DriverSettings;
import java.util.SplittableRandom;
import javax.annotation.Nullable;

/** A driver with its supervisor, which restarts it whenever it ends. */
final class Driver {
  private static final long CALM_RESTART_MS = 500;

  final World world;
  final int number;
  private final SplittableRandom random;
  private DriverSettings settings;
  @Nullable private DriverProcess process;
  private boolean retired;
  private int starts;

  /** Faults planned for its next runs and calls. Survives restarts. */
  final Plans plans = new Plans();

  Driver(World world, int number, DriverSettings settings) {
    this.world = world;
    this.number = number;
    this.settings = settings;
    this.random = new SplittableRandom(world.schedule.seed() * 31 + number);
    start(0);
  }

  /** Starts a process after a delay, unless there is one. */
  void start(long delayMs) {
    int expected = starts;
    world.scheduler.in(
        delayMs * Scheduler.MS,
        () -> {
          if (process == null && starts == expected && !retired) {
            starts++;
            process =
                new DriverProcess(
                    this, settings, random.split(), "driver " + number + "." + starts);
            process.begin();
          }
        });
  }

  /** Kills the process like {@code kill -9}. Another one starts later. */
  void kill(long restartMs, @Nullable DriverSettings others) {
    if (process != null) {
      process.kill();
      process = null;
    }
    settings = others == null ? settings : others;
    starts++;
    start(restartMs);
  }

  @Nullable
  DriverProcess process() {
    return process;
  }

  /** Called when the process has ended by itself. */
  void ended(DriverProcess which, long restartMs) {
    if (process == which) {
      process = null;
      starts++;
      if (world.calm) {
        stayUp();
      } else {
        start(restartMs);
      }
    }
  }

  /** Lets the driver run until it is stopped. */
  void stayUp() {
    settings =
        new DriverSettings(
            settings.maxRunRecords(),
            settings.maxRunsInFlight(),
            settings.minRunIntervalMs(),
            settings.hangTimeoutMs(),
            settings.stopGraceMs(),
            false);
    if (process == null) {
      starts++;
      start(CALM_RESTART_MS);
    }
  }

  boolean isWell() {
    return process != null;
  }

  void retire() {
    retired = true;
    if (process != null) {
      process.kill();
      process = null;
    }
  }
}

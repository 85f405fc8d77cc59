package io.userstream.tests.simulate;

import com.google.common.collect.ImmutableList;
import io.userstream.tests.simulate.PlannedEvent.Kind;
import io.userstream.tests.simulate.Settings.DriverSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Generates a schedule from a seed. Each schedule has only a few, randomly chosen kinds of faults
 * ("swarm testing"). If each had all kinds, frequent faults would prevent what rare ones need.
 */
final class ScheduleGenerator {
  private static final Kind[] FAULTS = {
    Kind.BURST,
    Kind.TRANSACTION,
    Kind.COMPACT,
    Kind.RETENTION,
    Kind.TRUNCATE,
    Kind.ELECTION,
    Kind.RECREATE,
    Kind.ADD_PARTITION,
    Kind.KILL,
    Kind.STOP,
    Kind.SUSPEND,
    Kind.FENCE,
    Kind.REBALANCE,
    Kind.COMMIT_RESPONSE_LOST,
    Kind.COMMIT_LOST,
    Kind.COMMIT_LATE,
    Kind.SLOW_CALL,
    Kind.SILENCE,
    Kind.RUN_FAILS,
    Kind.RUN_FAILS_AND_WRITES_LATE,
    Kind.RUN_HANGS,
    Kind.RUN_SLOW,
    Kind.RUN_WRITES_TWICE,
    Kind.TABLE_MISSING,
    Kind.SINK_OUTAGE,
    Kind.RESET,
    Kind.RESET_BEYOND
  };

  private final SplittableRandom random;

  private ScheduleGenerator(long seed) {
    random = new SplittableRandom(seed);
  }

  static Schedule of(long seed) {
    return new ScheduleGenerator(seed).schedule(seed);
  }

  private Schedule schedule(long seed) {
    int partitions = 1 + random.nextInt(random.nextInt(3) == 0 ? 3 : 2);
    int drivers = random.nextInt(3) == 0 ? 2 : 1;
    ImmutableList.Builder<DriverSettings> settings = ImmutableList.builder();
    long chaosMs = 1_000L << random.nextInt(5);
    List<PlannedEvent> events = new ArrayList<>();
    for (int batch = 3 + random.nextInt(8); batch > 0; batch--) {
      events.add(event(Kind.APPEND, chaosMs, partitions, drivers));
    }
    int kinds = 1 + random.nextInt(5);
    for (int kind = 0; kind < kinds; kind++) {
      Kind fault = FAULTS[random.nextInt(FAULTS.length)];
      for (int times = 1 + random.nextInt(3); times > 0; times--) {
        events.add(event(fault, chaosMs, partitions, drivers));
      }
    }
    if (random.nextInt(16) == 0) {
      addBacklog(events, chaosMs);
    }
    boolean hasBursts = events.stream().anyMatch(event -> event.kind() == Kind.BURST);
    for (int driver = 0; driver < drivers; driver++) {
      settings.add(driver(random, hasBursts));
    }
    addOrders(events, seed, chaosMs);
    events.sort(Comparator.comparingLong(PlannedEvent::atMs));
    return new Schedule(
        seed,
        new Settings(
            partitions,
            settings.build(),
            1_000L * (1 + random.nextInt(8)),
            chaosMs,
            random.nextInt(6) == 0,
            hasBursts),
        ImmutableList.copyOf(events));
  }

  /**
   * A long backlog that makes runs grow, followed by one that fails and is cut into smaller runs.
   */
  private void addBacklog(List<PlannedEvent> events, long chaosMs) {
    for (int burst = 0; burst < 3; burst++) {
      long at = burst * chaosMs / 3;
      events.add(new PlannedEvent(at, Kind.BURST, 0, 20_000, 0, random.nextLong()));
    }
    events.add(new PlannedEvent(chaosMs * 2 / 3, Kind.RUN_FAILS, 0, 0, 0, random.nextLong()));
  }

  /** Adds orders of an operator to some schedules, without changing anything else in them. */
  private static void addOrders(List<PlannedEvent> events, long seed, long chaosMs) {
    SplittableRandom orders = new SplittableRandom(seed ^ 0x0adea);
    if (orders.nextInt(8) > 0) {
      return;
    }
    for (int number = 1 + orders.nextInt(3); number > 0; number--) {
      long at = orders.nextLong(chaosMs);
      long millis = 200L << orders.nextInt(7);
      Kind kind = orders.nextInt(3) > 0 ? Kind.PAUSE : Kind.LIMIT;
      events.add(new PlannedEvent(at, kind, 0, 1 + orders.nextInt(50), millis, 0));
    }
  }

  /**
   * Returns the constants of a driver.
   *
   * @param hasLargeRuns whether runs over a few records would be too many
   */
  static DriverSettings driver(SplittableRandom random, boolean hasLargeRuns) {
    long[] maxRunRecords = {
      700, 1_000 + random.nextInt(500), 50_000, 1 + random.nextInt(3), 4 + random.nextInt(8)
    };
    return new DriverSettings(
        maxRunRecords[random.nextInt(hasLargeRuns ? 3 : maxRunRecords.length)],
        1 + random.nextInt(4),
        random.nextBoolean() ? 0 : 200,
        random.nextInt(3) == 0 ? 60_000 : 12_000,
        new long[] {0, 2_000, 20_000}[random.nextInt(3)],
        random.nextInt(5) == 0);
  }

  private PlannedEvent event(Kind kind, long chaosMs, int partitions, int drivers) {
    long at = random.nextLong(chaosMs);
    long salt = random.nextLong();
    return switch (kind) {
      case APPEND -> on(at, kind, partitions, 1 + random.nextInt(5), 0, salt);
      case BURST ->
          on(
              at,
              kind,
              partitions,
              1_001 + random.nextInt(random.nextInt(3) == 0 ? 20_000 : 5_000),
              0,
              salt);
      case TRANSACTION ->
          on(at, kind, partitions, 1 + random.nextInt(3), 1L << random.nextInt(17), salt);
      case COMPACT, RETENTION -> on(at, kind, partitions, 0, 0, salt);
      case TRUNCATE -> on(at, kind, partitions, 1 + random.nextInt(6), 0, salt);
      case ELECTION -> on(at, kind, partitions, 0, random.nextInt(2_000) - 1_500, salt);
      case RECREATE -> on(at, kind, 1, random.nextInt(40), 20L << random.nextInt(8), salt);
      case RESET_BEYOND -> on(at, kind, partitions, 1 + random.nextInt(10), 0, salt);
      case ADD_PARTITION, RESET, REBALANCE -> on(at, kind, 1, 0, 0, salt);
      case SILENCE, SINK_OUTAGE -> on(at, kind, 1, 0, 100L << random.nextInt(8), salt);
      case SUSPEND -> on(at, kind, drivers, random.nextInt(8), 100L << random.nextInt(8), salt);
      case SLOW_CALL -> on(at, kind, drivers, random.nextInt(8), 20L << random.nextInt(9), salt);
      case COMMIT_LATE, RUN_FAILS_AND_WRITES_LATE, RUN_WRITES_TWICE, RUN_SLOW ->
          on(at, kind, drivers, 0, 50L << random.nextInt(8), salt);
      case KILL, STOP -> on(at, kind, drivers, 0, 50L << random.nextInt(8), salt);
      default -> on(at, kind, drivers, 0, 0, salt);
    };
  }

  private PlannedEvent on(long at, Kind kind, int targets, int amount, long millis, long salt) {
    return new PlannedEvent(at, kind, random.nextInt(targets), amount, millis, salt);
  }
}

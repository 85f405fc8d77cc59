package io.userstream.tests.simulate;

import io.userstream.runloop.control.ControlState;
import io.userstream.tests.simulate.Entry.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** One running schedule: the clock, the brokers, the sink, the drivers, and their judge. */
final class World {
  /** Any time except zero: the first timestamps of the brokers, in milliseconds. */
  private static final long START_NANOS = 1_000_000_000_000L;

  /** Far longer than any pause of the loop: a schedule that has not settled by then never will. */
  private static final long LONGEST_CALM_MS = 400_000;

  /** Longer than any late write. */
  private static final long LATE_WRITES_MS = 60_000;

  final Schedule schedule;
  final Scheduler scheduler = new Scheduler();
  final History history;
  final ModelTopic topic = new ModelTopic();
  final ModelGroup group = new ModelGroup();
  final ModelSink sink = new ModelSink();
  final Judge judge = new Judge(this);
  final List<Driver> drivers = new ArrayList<>();

  /** The time until which the brokers do not respond. */
  long silentUntilNanos;

  /** What an operator has ordered. */
  ControlState control = ControlState.RUNNING;

  /** Whether no new faults occur. */
  boolean calm;

  private final List<Entry> entries = new ArrayList<>();
  private boolean over;

  World(Schedule schedule, boolean wantsHistory) {
    this.schedule = schedule;
    scheduler.pass(START_NANOS);
    history = new History(wantsHistory, scheduler);
  }

  /**
   * Runs the schedule to its end.
   *
   * @throws Faults.Violation if an invariant is broken
   */
  void run() {
    Settings settings = schedule.settings();
    topic.create(settings.partitions());
    group.partitions(settings.partitions());
    if (settings.oldOffsets()) {
      storeSomeAsTheFirstRelease();
    }
    for (int driver = 0; driver < settings.drivers().size(); driver++) {
      drivers.add(new Driver(this, driver, settings.drivers().get(driver)));
    }
    Chaos chaos = new Chaos(this);
    for (PlannedEvent event : schedule.events()) {
      scheduler.in(event.atMs() * Scheduler.MS, () -> chaos.happen(event));
    }
    scheduler.pass(settings.chaosMs() * Scheduler.MS);
    history.add(() -> "---- no more faults ----");
    chaos.heal();
    long deadline = scheduler.nowNanos() + LONGEST_CALM_MS * Scheduler.MS;
    while (!over) {
      if (!scheduler.runNext() || scheduler.nowNanos() > deadline) {
        new FinalState(this).notDrained();
      }
    }
    drivers.forEach(Driver::retire);
    scheduler.pass(LATE_WRITES_MS * Scheduler.MS);
    new FinalState(this).check();
  }

  /** Gives the group offsets of the first release: numbers without metadata. */
  private void storeSomeAsTheFirstRelease() {
    SplittableRandom random = new SplittableRandom(schedule.seed() ^ 0x01d);
    for (ModelLog log : topic.logs()) {
      for (int record = random.nextInt(6); record > 0; record--) {
        append(log, log.end() / 2, random, null);
      }
      long offset = random.nextLong(log.end() + 1);
      for (WriteTimes.Read read : WriteTimes.read(log, 0, offset)) {
        if (read.entry().kind == Entry.Kind.POISON) {
          sink.writeDeadLetter(read.entry(), log.topicId);
        } else {
          sink.write(read.entry(), read.writeTime());
        }
      }
      group.commit(log.partition, new OffsetAndMetadata(offset));
      log.hasOffsetsWithoutIdentity = true;
    }
  }

  /** Appends a record with one of the partition's few keys. */
  Entry append(
      ModelLog log, long plusMs, SplittableRandom random, @Nullable Transaction transaction) {
    int chance = random.nextInt(12);
    Entry.Kind kind =
        chance == 0 ? Entry.Kind.POISON : chance == 1 ? Entry.Kind.TOMBSTONE : Entry.Kind.STATE;
    return append(log, plusMs, kind, random.nextInt(3), transaction);
  }

  Entry append(
      ModelLog log, long plusMs, Entry.Kind kind, int key, @Nullable Transaction transaction) {
    Entry entry =
        log.append(
            scheduler.nowMs() + log.clockMs + plusMs,
            kind,
            log.partition * 100 + key,
            entries.size() + 1,
            transaction);
    entries.add(entry);
    return entry;
  }

  /** Every record that was ever appended. */
  List<Entry> entries() {
    return entries;
  }

  Instant now() {
    return Instant.ofEpochMilli(scheduler.nowMs());
  }

  boolean brokersAreSilent() {
    return scheduler.nowNanos() < silentUntilNanos;
  }

  /** Checks after each step of a driver whether everything is stored and committed. */
  void lookWhetherSettled() {
    if (calm && !over && topic.exists() && !judge.errors().needPerson()) {
      for (ModelLog log : topic.logs()) {
        OffsetAndMetadata committed = group.committed(log.partition);
        // After a deletion, the coordinator may also delete offsets of the new topic.
        boolean isDone = log.isHandled() && (committed == null || committed.offset() == log.end());
        if (!isDone) {
          return;
        }
      }
      over = drivers.stream().allMatch(Driver::isWell);
    }
  }
}

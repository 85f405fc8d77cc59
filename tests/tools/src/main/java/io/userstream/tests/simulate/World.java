package io.userstream.tests.simulate;

import io.userstream.tests.simulate.Entry.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** One schedule under way: the clock, the brokers, the sink, the drivers, and who judges them. */
final class World {
  /** Any time but zero; in milliseconds, the first timestamps of the brokers. */
  private static final long START_NANOS = 1_000_000_000_000L;

  /** Far more than any pause of the loop: a schedule that is not settled by then never is. */
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

  /** Until when the brokers do not answer. */
  long silentUntilNanos;

  /** Whether nothing bad happens any more. */
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
   * @throws Faults.Violation when an invariant is broken
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
        judge.notDrained();
      }
    }
    drivers.forEach(Driver::retire);
    scheduler.pass(LATE_WRITES_MS * Scheduler.MS);
    judge.finalState();
  }

  /** A group that goes on from offsets of the first release: nothing but numbers. */
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

  /** Appends a record of one of the partition's few keys. */
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

  /** Every record that ever was. */
  List<Entry> entries() {
    return entries;
  }

  boolean brokersAreSilent() {
    return scheduler.nowNanos() < silentUntilNanos;
  }

  /** Looks whether all is stored and committed, after a driver has moved. */
  void lookWhetherSettled() {
    if (calm && !over && topic.exists() && !judge.errors().needPerson()) {
      for (ModelLog log : topic.logs()) {
        OffsetAndMetadata committed = group.committed(log.partition);
        // After a deletion, the coordinator may forget offsets of the new topic, too.
        boolean isDone = log.isHandled() && (committed == null || committed.offset() == log.end());
        if (!isDone) {
          return;
        }
      }
      over = drivers.stream().allMatch(Driver::isWell);
    }
  }
}

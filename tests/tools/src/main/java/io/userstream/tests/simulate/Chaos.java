package io.userstream.tests.simulate;

import io.userstream.runloop.control.ControlState;
import io.userstream.runloop.control.MaxRate;
import io.userstream.tests.simulate.Entry.Kind;
import io.userstream.tests.simulate.Entry.Transaction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** Executes planned events. */
final class Chaos {
  private static final int MOST_PARTITIONS = 4;

  private final World world;

  Chaos(World world) {
    this.world = world;
  }

  void happen(PlannedEvent event) {
    if (world.calm) {
      return;
    }
    world.history.add(() -> "-- " + event);
    world.judge.errors().happened(event.kind());
    SplittableRandom random = new SplittableRandom(event.salt());
    switch (event.kind()) {
      case APPEND, BURST, TRANSACTION, COMPACT, RETENTION, TRUNCATE, ELECTION, RESET_BEYOND -> {
        if (world.topic.exists()) {
          List<ModelLog> logs = world.topic.logs();
          toLog(event, logs.get(event.target() % logs.size()), random);
        }
      }
      case RECREATE -> recreate(event, random);
      case ADD_PARTITION -> addPartition(random);
      case SILENCE -> world.silentUntilNanos = after(event);
      case SINK_OUTAGE -> world.sink.awayUntilNanos = after(event);
      case REBALANCE -> world.group.rotate();
      case RESET -> reset();
      case PAUSE -> {
        order(state -> state.pause(world.now(), null));
        later(event, state -> state.resume(world.now()));
      }
      case LIMIT -> {
        MaxRate rate = MaxRate.of(event.amount(), MaxRate.Unit.SECOND);
        order(state -> state.limit(world.now(), rate));
        later(event, state -> state.limit(world.now(), null));
      }
      default -> toDriver(event, world.drivers.get(event.target() % world.drivers.size()), random);
    }
  }

  private void order(UnaryOperator<ControlState> change) {
    world.control = change.apply(world.control);
    world.history.add(() -> "the order is now: " + world.control.text());
  }

  private void later(PlannedEvent event, UnaryOperator<ControlState> change) {
    world.scheduler.in(event.millis() * Scheduler.MS, () -> order(change));
  }

  private long after(PlannedEvent event) {
    return world.scheduler.nowNanos() + event.millis() * Scheduler.MS;
  }

  private void toLog(PlannedEvent event, ModelLog log, SplittableRandom random) {
    switch (event.kind()) {
      case APPEND -> {
        for (int record = 0; record < event.amount(); record++) {
          world.append(log, 0, random, null);
        }
      }
      case BURST -> burst(event, log, random);
      case TRANSACTION -> transaction(event, log, random);
      case COMPACT -> log.compact(random.nextLong(log.end() + 1));
      case RETENTION -> {
        log.deleteBelow(log.begin() + random.nextLong(log.end() - log.begin() + 1));
        if (world.group.committed(log.partition) == null) {
          log.deletedUnhandled.clear(); // The group has not started yet.
        }
      }
      case TRUNCATE -> {
        if (!log.hasOffsetsWithoutIdentity) {
          log.truncate(Math.max(log.begin(), log.end() - event.amount()));
        }
      }
      case ELECTION -> {
        log.nextEpoch();
        log.clockMs += event.millis();
      }
      default -> resetBeyond(event, log);
    }
  }

  /** Many offsets with one timestamp, most of which have no record anymore. */
  private void burst(PlannedEvent event, ModelLog log, SplittableRandom random) {
    int before = random.nextInt(3);
    for (int record = 0; record < before; record++) {
      world.append(log, 0, random, null);
    }
    world.append(log, 0, Kind.STATE, 0, null);
    log.skip(event.amount());
    int key = random.nextInt(3);
    world.append(log, 0, Kind.STATE, key, null);
    long later = random.nextLong(event.amount() / 1_000 + 2);
    world.scheduler.in(
        later * Scheduler.MS,
        () -> {
          if (world.topic.exists() && world.topic.logs().contains(log)) {
            world.append(log, 0, Kind.STATE, key, null);
          }
        });
  }

  private void transaction(PlannedEvent event, ModelLog log, SplittableRandom random) {
    Transaction transaction = log.begin(new Transaction(log.end()));
    for (int record = 0; record < event.amount(); record++) {
      world.append(log, 0, random, transaction);
    }
    boolean commits = random.nextInt(3) > 0;
    world.scheduler.in(
        event.millis() * Scheduler.MS,
        () -> {
          world.history.add(() -> "a transaction ends in partition " + log.partition);
          log.end(transaction, commits);
        });
  }

  private void recreate(PlannedEvent event, SplittableRandom random) {
    if (!world.topic.exists()) {
      return;
    }
    boolean hasNoIdentity =
        world.topic.logs().stream().anyMatch(log -> log.hasOffsetsWithoutIdentity);
    int before = world.topic.logs().size();
    world.topic.delete();
    world.scheduler.in(
        hasNoIdentity ? 0 : random.nextLong(1_500) * Scheduler.MS,
        () -> {
          world.history.add(() -> "the coordinator forgets the offsets of the deleted topic");
          world.group.forgetOffsets();
          world.judge.errors().offsetsForgotten();
        });
    if (random.nextInt(3) == 0) {
      world.scheduler.in(
          random.nextLong(event.millis()) * Scheduler.MS, () -> world.group.partitions(0));
    }
    int partitions = random.nextInt(4) == 0 ? 1 + random.nextInt(2) : before;
    world.scheduler.in(
        event.millis() * Scheduler.MS,
        () -> {
          world.topic.create(partitions);
          world.history.add(() -> "the topic is recreated with " + event.amount() + " records");
          for (int record = 0; record < event.amount(); record++) {
            List<ModelLog> logs = world.topic.logs();
            world.append(logs.get(random.nextInt(logs.size())), 0, random, null);
          }
          learnPartitions(random);
        });
  }

  private void addPartition(SplittableRandom random) {
    if (world.topic.exists() && world.topic.logs().size() < MOST_PARTITIONS) {
      world.topic.addPartitions(1);
      learnPartitions(random);
    }
  }

  /** Clients see the number of partitions with their next metadata. */
  private void learnPartitions(SplittableRandom random) {
    world.scheduler.in(
        random.nextLong(3_000) * Scheduler.MS,
        () -> {
          if (world.topic.exists()) {
            world.group.partitions(world.topic.logs().size());
          }
        });
  }

  private void toDriver(PlannedEvent event, Driver driver, SplittableRandom random) {
    switch (event.kind()) {
      case KILL ->
          driver.kill(
              event.millis(),
              random.nextBoolean()
                  ? ScheduleGenerator.driver(random, world.schedule.settings().hasBursts())
                  : null);
      case STOP -> {
        if (driver.process() != null) {
          driver.process().stop(event.millis());
        }
      }
      case FENCE -> {
        if (driver.process() != null && driver.process().client.membership.member() != null) {
          world.group.remove(driver.process().client.membership.member());
        }
      }
      case SUSPEND, SLOW_CALL -> driver.plans.pause(event);
      case COMMIT_RESPONSE_LOST, COMMIT_LOST, COMMIT_LATE -> driver.plans.commits.add(event);
      default -> driver.plans.runs.add(event);
    }
  }

  /** Works like kafka-consumer-groups: the group must be inactive, and the metadata is empty. */
  void reset() {
    if (!world.topic.exists()) {
      return;
    }
    stopAll();
    world.history.add(() -> "an operator resets the offsets to the earliest");
    for (ModelLog log : world.topic.logs()) {
      setByPerson(log, log.begin());
      log.deletedUnhandled.clear();
      log.skippedFrom = 0;
      log.skippedTo = 0;
    }
    world.judge.errors().reset();
  }

  private void resetBeyond(PlannedEvent event, ModelLog log) {
    stopAll();
    OffsetAndMetadata committed = world.group.committed(log.partition);
    long from = committed == null ? log.begin() : Math.min(committed.offset(), log.end());
    from = Math.min(from, log.verified);
    log.skippedFrom = log.skippedTo > log.skippedFrom ? Math.min(log.skippedFrom, from) : from;
    log.skippedTo = log.end() + event.amount();
    setByPerson(log, log.skippedTo);
    world.judge.errors().reset();
    world.judge.errors().happened(event.kind());
  }

  private void stopAll() {
    world.drivers.forEach(driver -> driver.kill(100, null));
    world.group.removeAll();
  }

  private void setByPerson(ModelLog log, long offset) {
    world.group.commit(log.partition, new OffsetAndMetadata(offset));
    log.hasOffsetsWithoutIdentity = true;
  }

  /** Starts no new faults; faults that have begun come to their end. */
  void heal() {
    world.calm = true;
    order(state -> state.resume(world.now()).limit(world.now(), null));
    world.silentUntilNanos = 0;
    world.sink.awayUntilNanos = 0;
    Set<ModelLog> logs = new HashSet<>(world.topic.logs());
    logs.forEach(
        log -> log.openTransactions().forEach(open -> log.end(open, log.partition % 2 == 0)));
    world.drivers.forEach(
        driver -> {
          driver.plans.clear();
          driver.stayUp();
        });
  }
}

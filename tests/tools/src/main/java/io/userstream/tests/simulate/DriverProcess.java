package io.userstream.tests.simulate;

import io.userstream.runloop.LoopTime;
import io.userstream.runloop.RunLoop;
import io.userstream.runloop.RunLoopConfig;
import io.userstream.runloop.RunLoopException;
import io.userstream.tests.simulate.PlannedEvent.Kind;
import io.userstream.tests.simulate.Settings.DriverSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;

/** One life of a driver: the real loop on the model's ports. */
final class DriverProcess implements LoopTime {
  /** A job that drains the topic from time to time. */
  private static final long DRAINED_AGAIN_MS = 700;

  private static final Map<String, String> CLIENT = Map.of("bootstrap.servers", "model:9092");

  final Driver driver;
  final World world;
  final DriverSettings settings;
  final SplittableRandom random;
  final String name;
  final ModelClient client;
  final ModelWorkers workers;
  final ModelControl orders;
  private final RunLoop loop;
  private boolean busy;
  private boolean killed;
  private boolean suspended;
  private boolean stopped;
  private long restartMs;

  DriverProcess(Driver driver, DriverSettings settings, SplittableRandom random, String name) {
    this.driver = driver;
    this.world = driver.world;
    this.settings = settings;
    this.random = random;
    this.name = name;
    this.client = new ModelClient(this);
    this.workers = new ModelWorkers(this);
    this.orders = new ModelControl(this);
    this.loop = RunLoop.with(config(), client, workers, this);
  }

  private RunLoopConfig config() {
    return RunLoopConfig.builder()
        .setTopic(ModelTopic.NAME)
        .setGroup("store")
        .setClientProperties(CLIENT)
        .setMaxRunRecords(settings.maxRunRecords())
        .setMaxRunsInFlight(settings.maxRunsInFlight())
        .setMinRunInterval(Duration.ofMillis(settings.minRunIntervalMs()))
        .setHangTimeout(Duration.ofMillis(settings.hangTimeoutMs()))
        .setStopGrace(Duration.ofMillis(settings.stopGraceMs()))
        .setUntilDrained(settings.untilDrained())
        .setControl(orders)
        .setOpenTransactionTimeout(Duration.ofSeconds(10))
        .setFatalFault(
            fault ->
                fault instanceof OffsetOutOfRangeException || fault instanceof Faults.TableMissing)
        .build();
  }

  void begin() {
    world.history.add(() -> name + " starts: " + settings);
    world.judge.started(this);
    next();
  }

  private void next() {
    world.scheduler.in(
        (20 + random.nextInt(random.nextInt(3) == 0 ? 1_500 : 200)) * Scheduler.MS, this::step);
  }

  private void step() {
    if (killed) {
      return;
    }
    busy = true;
    try {
      boolean goesOn = loop.step();
      world.judge.goesOn(this);
      if (goesOn) {
        next();
      } else {
        boolean drained = !stopped;
        if (drained) {
          world.judge.drained(this);
        }
        loop.close();
        world.judge.goesOn(this);
        end(drained ? DRAINED_AGAIN_MS : restartMs, drained ? "is drained" : "has stopped");
      }
    } catch (RunLoopException e) {
      world.judge.failed(this, e);
      end(e);
    } catch (Faults.Killed e) {
      busy = false;
    }
    busy = false;
    world.lookWhetherSettled();
  }

  private void end(RunLoopException error) {
    try {
      loop.close();
      end(500 + random.nextInt(1_500), "has failed: " + error.getMessage());
    } catch (Faults.Killed e) {
      busy = false;
    }
  }

  private void end(long restart, String how) {
    killed = true;
    client.membership.leave();
    world.history.add(() -> name + " " + how);
    driver.ended(this, restart);
  }

  void stop(long restart) {
    if (!stopped) {
      stopped = true;
      restartMs = restart;
      loop.stop();
    }
  }

  void kill() {
    killed = true;
    client.membership.sessionEndsLater();
    if (random.nextBoolean()) {
      workers.abandon();
    }
  }

  boolean isStopped() {
    return stopped;
  }

  boolean isKilled() {
    return killed;
  }

  boolean isSuspended() {
    return suspended;
  }

  /** Called when a call to Kafka begins. Time passes, and the process may be killed. */
  void call() {
    requireAlive();
    PlannedEvent pause = driver.plans.atCall();
    if (pause != null) {
      boolean suspends = pause.kind() == Kind.SUSPEND;
      world.history.add(
          () ->
              name
                  + (suspends ? " is suspended for " : " waits for an answer for ")
                  + pause.millis()
                  + " ms");
      suspended = suspends;
      if (suspends) {
        client.membership.sessionEndsLater();
      }
      world.scheduler.pass(pause.millis() * Scheduler.MS);
      suspended = false;
      world.history.add(() -> name + " continues");
    } else if (random.nextInt(8) == 0) {
      world.scheduler.pass(random.nextInt(20) * Scheduler.MS);
    }
    requireAlive();
  }

  void requireAlive() {
    if (killed && busy) {
      throw new Faults.Killed();
    }
  }

  @Override
  public long nanoTime() {
    return world.scheduler.nowNanos();
  }

  @Override
  public Instant now() {
    return world.now();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }
}

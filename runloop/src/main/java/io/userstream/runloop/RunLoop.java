package io.userstream.runloop;

import java.time.Duration;
import java.util.Collection;
import java.util.OptionalLong;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes every record of a Kafka topic in bounded Beam pipelines, and loses none. It plans new
 * offsets into runs over fixed ranges, keeps several runs in flight, and commits an offset to the
 * consumer group only when every record below it is stored. It retries a run with a transient fault
 * over the same ranges for as long as necessary.
 *
 * <p>The committed offsets are the only state. After a kill, the next driver continues from them,
 * with this or another build. Several drivers share the partitions, and one that the group has
 * fenced out cannot commit.
 *
 * <p>The documentation of the package has an example and says what a sink must satisfy.
 *
 * <p>A loop is for one {@link #run} in one thread; {@link #stop} is safe from any thread. To
 * interleave several loops in one thread, as a simulator does, call {@link #step} until it returns
 * false, and then {@link #close}.
 */
public final class RunLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunLoop.class);

  /** Pause between two turns: far shorter than a run. */
  private static final Duration TICK = Duration.ofMillis(50);

  private final RunLoopConfig config;
  private final LoopTime time;
  private final RunWorkers workers;
  private final GroupMember group;
  private final RunScheduler runs;
  private final HangDetector hangs;
  private final RunLoopListener listener;
  private final ProgressLog progress;
  private final ControlFollower control;
  private boolean finishing;
  private long finishingSinceNanos;
  private boolean closed;
  private volatile boolean stopping;

  /**
   * Creates a loop with a consumer that has not joined the group yet. {@link #run} closes the
   * consumer.
   */
  public RunLoop(RunLoopConfig config, RunFactory factory) {
    this(config, new KafkaGroupClient(config), new RunExecutor(factory, config), LoopTime.SYSTEM);
  }

  private RunLoop(RunLoopConfig config, GroupClient client, RunWorkers workers, LoopTime time) {
    this.config = config;
    this.time = time;
    this.workers = workers;
    this.progress = new ProgressLog(time);
    OffsetWindow window = config.window();
    this.group =
        new GroupMember(
            config,
            window == null ? client : new WindowClient(client, window),
            time,
            this::endRunsOf);
    this.runs = new RunScheduler(config, workers, group, progress, time);
    this.hangs = new HangDetector(config);
    this.control = new ControlFollower(config);
    this.listener = config.listener();
  }

  /**
   * Creates a loop with the connection, workers and clocks of the caller, such as a simulator. The
   * loop itself then starts no thread, reads no other clock and builds no pipeline.
   *
   * @param client is subscribed here and closed by {@link #close}
   * @param workers are closed by {@link #close}
   */
  public static RunLoop with(
      RunLoopConfig config, GroupClient client, RunWorkers workers, LoopTime time) {
    return new RunLoop(config, client, workers, time);
  }

  /**
   * Runs until {@link #stop} or, if configured, until the topic is drained. Unless it drains the
   * topic, it first executes a run without records, and joins the group only then.
   *
   * @throws RunLoopException on a fatal fault; everything stored is committed
   */
  public RunLoopSummary run() throws RunLoopException {
    try (this) {
      if (!config.untilDrained()) {
        warmUp();
      }
      boolean hasMore = step();
      while (hasMore) {
        hasMore = step();
      }
      return summary();
    }
  }

  /**
   * Makes one turn: polls, settles ended runs, commits, starts retries and new runs unless the
   * group is paused. After {@link #stop}, or when the topic is drained, a turn only waits for the
   * runs in flight, up to the grace period.
   *
   * @return false if nothing is left to do but {@link #close}
   * @throws RunLoopException on a fatal fault; everything stored is committed, and nothing is left
   *     to do but {@code close}
   */
  public boolean step() throws RunLoopException {
    try {
      if (!finishing) {
        if (!stopping && !(config.untilDrained() && runs.allDone() && group.drained())) {
          turn();
          return true;
        }
        beginToFinish();
      }
      return finish();
    } catch (WakeupException e) {
      if (!finishing) {
        beginToFinish();
      }
      return true;
    } catch (KafkaException e) {
      throw new RunLoopException("Kafka: " + e.getMessage(), e);
    }
  }

  private void warmUp() throws RunLoopException {
    try {
      WarmUp.execute(config, workers, hangs, time, TICK, () -> stopping);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunLoopException("interrupted while warming up", e);
    }
  }

  /** Returns what the loop has done so far. */
  public RunLoopSummary summary() {
    return progress.summary(runs.retries(), group.lag());
  }

  /** Abandons the runs in flight and leaves the group. Without it, a loop ends as if killed. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    stopping = true; // The rebalance listener must not wait for runs.
    try {
      workers.close();
    } finally {
      group.close();
    }
  }

  /**
   * Makes {@link #run} start no new run, wait for the runs in flight up to the grace period, and
   * return. Returns immediately; safe from any thread, and more than once.
   */
  public synchronized void stop() {
    if (!stopping) {
      stopping = true;
      // A second wakeup could interrupt the last commit.
      group.wakeup();
    }
  }

  private void turn() throws RunLoopException {
    control.look();
    confirmPause(); // A poll may commit, because it may take partitions away.
    tick();
    runs.adapt(control.perSecond(group.share()));
    if (control.allowsRuns()) {
      runs.startRetries();
      group.look(runs.wantNewOffsets());
      runs.startNew();
    } else {
      group.look(false);
    }
    if (config.untilDrained() && control.allowsRuns() && runs.allDone()) {
      group.requireTransactionsToEnd(config.openTransactionTimeout());
    }
    hangs.check(runs.longest());
    progress.tick(
        () -> group.isAssigned() ? OptionalLong.of(group.lag()) : OptionalLong.empty(),
        runs.inFlight(),
        runs.waiting());
    tellListener();
  }

  private void tick() throws RunLoopException {
    group.poll(TICK);
    runs.settleEnded(Duration.ZERO);
    confirmPause();
    group.commit();
  }

  /** Lets the next commit say that no run is in flight because of a pause, or not say so. */
  private void confirmPause() {
    group.pause(runs.inFlight() == 0 ? control.pause() : 0);
  }

  /**
   * Waits for the runs over partitions that another driver is about to get and would read again. An
   * idempotent sink would not mind, but another one would see two writers at once.
   */
  private void endRunsOf(Collection<TopicPartition> partitions) throws RunLoopException {
    long startNanos = time.nanoTime();
    while (!stopping
        && runs.touch(partitions)
        && time.nanoTime() - startNanos < config.stopGrace().toNanos()) {
      runs.settleEnded(TICK);
    }
  }

  private RunLoopStatus status() {
    RunLoopStatus.Builder status =
        RunLoopStatus.builder()
            .setRunsInFlight(runs.inFlight())
            .setRunsWaiting(runs.waiting())
            .setRunsDone(progress.runs())
            .setRunsRetried(runs.retries())
            .setControl(control.state())
            .setMaxRecordsPerSecond(control.perSecond(group.share()))
            .setObstacle(group.obstacle().or(control::obstacle).or(runs::obstacle));
    group.describe(status);
    runs.describe(status);
    return status.build();
  }

  private void tellListener() {
    if (listener != RunLoopListener.NONE) {
      listener.onStatus(status());
    }
  }

  private void beginToFinish() {
    finishing = true;
    finishingSinceNanos = time.nanoTime();
    if (runs.inFlight() > 0) {
      LOG.info("stopping: waiting for {} runs in flight", runs.inFlight());
    }
  }

  /** Makes one turn after the stop; returns false if it was the last one. */
  private boolean finish() throws RunLoopException {
    if (runs.inFlight() > 0
        && time.nanoTime() - finishingSinceNanos < config.stopGrace().toNanos()) {
      try {
        tick();
      } catch (WakeupException e) {
        LOG.debug("already stopping");
      } catch (RetriableException e) {
        LOG.warn("stopping: {}", e.getMessage());
      }
      return true;
    }
    group.commitLast();
    tellListener();
    if (runs.inFlight() > 0) {
      LOG.warn(
          "abandoned {} runs without a commit: the next driver processes their ranges again",
          runs.inFlight());
    }
    return false;
  }
}

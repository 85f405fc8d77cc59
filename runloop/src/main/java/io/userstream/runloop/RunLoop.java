package io.userstream.runloop;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes every record of a Kafka topic through bounded Beam pipelines, exactly: it cuts what is new
 * into runs over fixed ranges of offsets, keeps a few runs in flight, and commits an offset to the
 * consumer group only when every record below it is safe. A run that fails for a passing reason is
 * repeated, over the same ranges, for as long as it takes.
 *
 * <p>The committed offsets are the only state. A driver that is killed goes on from them, with this
 * or another build; several drivers share the partitions; one that was fenced out of the group
 * cannot commit.
 *
 * <p>The package's documentation shows it in use, and says what a sink must satisfy.
 *
 * <p>A loop is for one {@link #run}, by one thread; {@link #stop} may be called from any. Who wants
 * to interleave several loops in one thread, as a simulator does, calls {@link #step} instead,
 * until it returns false, and then {@link #close}.
 */
public final class RunLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunLoop.class);

  /**
   * How often the loop looks for new records and ended runs: well below the time that a run takes.
   */
  private static final Duration TICK = Duration.ofMillis(50);

  private final RunLoopConfig config;
  private final LoopTime time;
  private final RunWorkers workers;
  private final GroupMember group;
  private final RunScheduler runs;
  private final HangDetector hangs;
  private final RunLoopListener listener;
  private final ProgressLog progress;
  private boolean finishing;
  private long finishingSinceNanos;
  private boolean closed;
  private volatile boolean stopping;

  /**
   * Makes a loop that has not joined the group yet; it has a consumer, which {@link #run} closes.
   */
  public RunLoop(RunLoopConfig config, RunFactory factory) {
    this(config, new KafkaGroupClient(config), new RunExecutor(factory, config), LoopTime.SYSTEM);
  }

  private RunLoop(RunLoopConfig config, GroupClient client, RunWorkers workers, LoopTime time) {
    this.config = config;
    this.time = time;
    this.workers = workers;
    this.progress = new ProgressLog(time);
    this.group = new GroupMember(config, client, time, this::endRunsOf);
    this.runs = new RunScheduler(config, workers, group, progress, time);
    this.hangs = new HangDetector(config);
    this.listener = config.listener();
  }

  /**
   * Makes a loop over a connection, workers and clocks of the caller's, such as a simulator's. The
   * loop itself then starts no thread, reads no clock but {@code time} and builds no pipeline.
   *
   * @param client is subscribed here, and closed by {@link #close}
   * @param workers are closed by {@link #close}
   */
  public static RunLoop with(
      RunLoopConfig config, GroupClient client, RunWorkers workers, LoopTime time) {
    return new RunLoop(config, client, workers, time);
  }

  /**
   * Runs until {@link #stop}, or, if the configuration says so, until the topic is drained.
   *
   * @return what was done
   * @throws RunLoopException on a lasting fault; all that is safe is committed by then
   */
  public RunLoopSummary run() throws RunLoopException {
    try (this) {
      boolean goesOn = step();
      while (goesOn) {
        goesOn = step();
      }
      return summary();
    }
  }

  /**
   * Makes one turn: lives as a member of the group for a moment, takes what has ended, commits,
   * repeats what is due and starts what is new. After {@link #stop}, and when the topic is drained,
   * a turn only waits for the runs in flight, up to the grace time.
   *
   * @return false when there is nothing left to do but {@link #close}
   * @throws RunLoopException on a lasting fault; all that is safe is committed by then, and nothing
   *     is left to do but {@code close}
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

  /** What was done so far. */
  public RunLoopSummary summary() {
    return progress.summary(runs.retries(), group.lag());
  }

  /** Abandons what is in flight and leaves the group. Without it, a loop ends as if killed. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    stopping = true; // Who leaves the group waits for nothing any more.
    try {
      workers.close();
    } finally {
      group.close();
    }
  }

  /**
   * Makes {@link #run} start no new run, wait for those in flight up to the grace time, and return.
   * Returns at once; safe from any thread, and more than once.
   */
  public synchronized void stop() {
    if (!stopping) {
      stopping = true;
      // Once: a second one could interrupt the last commit.
      group.wakeup();
    }
  }

  private void turn() throws RunLoopException {
    tick();
    runs.startRetries();
    group.look(runs.wantNewOffsets());
    runs.startNew();
    if (config.untilDrained() && runs.allDone()) {
      group.requireTransactionsToEnd(config.openTransactionTimeout());
    }
    hangs.check(runs.longest());
    progress.tick(
        group.isAssigned() ? OptionalLong.of(group.lag()) : OptionalLong.empty(),
        runs.inFlight(),
        runs.waiting());
    tellListener();
  }

  private void tick() throws RunLoopException {
    group.poll(TICK);
    runs.settleEnded(Duration.ZERO);
    group.commit();
  }

  /**
   * Waits for the runs over partitions that another driver is about to get and would read again.
   * Rows would not mind, but a sink that cannot absorb retries would see two writers at once.
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
            .setObstacle(group.obstacle().or(runs::obstacle));
    group.describe(status);
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

  /** Makes one turn of the end; false when that was the last one. */
  private boolean finish() throws RunLoopException {
    if (runs.inFlight() > 0 && time.nanoTime() - finishingSinceNanos < config.stopGrace().toNanos()) {
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
      LOG.warn("abandoned {} runs uncommitted: they will be done again", runs.inFlight());
    }
    return false;
  }
}

package io.userstream.runloop;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
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
  private final RunsInFlight runs;
  private final GroupMember group;
  private final RunThrottle pace;
  private final AdaptiveRunSize size;
  private final RunRegistry book;
  private final RetryQueue retries;
  private final HangDetector watch;
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
    this.group = new GroupMember(config, client, time, this::endRunsOf);
    this.runs = new RunsInFlight(workers, config.maxRunsInFlight(), time);
    this.pace = new RunThrottle(config.maxRunsInFlight(), config.minRunInterval(), time);
    this.size = new AdaptiveRunSize(config.maxRunRecords());
    this.book = new RunRegistry(config.clientProperties());
    this.retries = new RetryQueue(time);
    this.watch = new HangDetector(config);
    this.listener = config.listener();
    this.progress = new ProgressLog(time);
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
        if (!stopping && !(config.untilDrained() && book.isEmpty() && group.drained())) {
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
    return progress.summary(retries.total(), group.lag());
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
    repeatWhatIsDue();
    group.look(wantsNew());
    startWhatIsNew();
    if (config.untilDrained() && book.isEmpty()) {
      group.requireTransactionsToEnd(config.openTransactionTimeout());
    }
    watch.check(runs.longest());
    progress.tick(
        group.isAssigned() ? OptionalLong.of(group.lag()) : OptionalLong.empty(),
        runs.size(),
        retries.size());
    tellListener();
  }

  private void tick() throws RunLoopException {
    group.poll(TICK);
    settleEnded(Duration.ZERO);
    group.commit();
  }

  private void settleEnded(Duration atMost) throws RunLoopException {
    try {
      for (EndedRun ended : runs.takeEnded(atMost)) {
        settle(ended);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    }
  }

  /**
   * Another driver is about to get these partitions, and would read again what is in flight: rows
   * would not mind, but a sink that cannot absorb repeats would see two writers at once.
   */
  private void endRunsOf(Collection<TopicPartition> partitions) throws RunLoopException {
    long startNanos = time.nanoTime();
    while (!stopping
        && runs.touch(partitions)
        && time.nanoTime() - startNanos < config.stopGrace().toNanos()) {
      settleEnded(TICK);
    }
  }

  private void settle(EndedRun ended) throws RunLoopException {
    Run run = ended.run();
    listener.onRunEnded(ended);
    switch (ended.outcome()) {
      case NOT_BEGUN -> {
        requirePassing(ended);
        retries.notBegun(ended);
      }
      case FAILED -> {
        requirePassing(ended);
        size.failed();
        retries.failed(ended, book.again(run, size.records()));
      }
      case DONE -> {
        book.done(run);
        retries.settled(run);
        pace.ended(ended.took());
        size.done(run.span(), ended.took());
        progress.done(run);
        RunLog.done(ended);
      }
    }
  }

  private void requirePassing(EndedRun ended) throws RunLoopException {
    Throwable fault = ended.fault().orElseThrow();
    Optional<Throwable> fatal =
        CausalChain.of(fault).stream()
            .filter(
                cause ->
                    cause instanceof RunExecutor.GraphException || config.fatalFault().test(cause))
            .findFirst();
    // A run over partitions that have gone may fail for what their next owner has done.
    if (fatal.isPresent() && book.isOurs(ended.run())) {
      RunLog.failed(ended, "for good");
      group.requireLogs();
      group.commit();
      throw new RunLoopException(fatal.get().getMessage(), fault);
    }
  }

  private void repeatWhatIsDue() {
    while (runs.hasFreeSlot()) {
      Optional<Run> due = retries.takeDue();
      if (due.isEmpty()) {
        return;
      }
      book.stillOurs(due.get()).ifPresentOrElse(this::start, () -> retries.settled(due.get()));
    }
  }

  /** Whether new offsets would begin a run now. */
  private boolean wantsNew() {
    return retries.size() == 0
        && runs.hasFreeSlot()
        && pace.allowsSmallRun()
        && RunPlanner.unplanned(group.ledgers(), group.ends()) < size.records();
  }

  /**
   * New work only while nothing is being repeated: what fails one run now would fail the next as
   * well.
   */
  private void startWhatIsNew() {
    while (retries.size() == 0 && runs.hasFreeSlot()) {
      long unplanned = RunPlanner.unplanned(group.ledgers(), group.ends());
      if (unplanned == 0 || !(unplanned >= size.records() || pace.allowsSmallRun())) {
        return;
      }
      start(book.open(RunPlanner.cut(group.ledgers(), group.ends(), size.records())));
      pace.started();
    }
  }

  private void start(Run run) {
    runs.begin(run);
    listener.onRunStarted(run);
  }

  private RunLoopStatus status() {
    RunLoopStatus.Builder status =
        RunLoopStatus.builder()
            .setRunsInFlight(runs.size())
            .setRunsWaiting(retries.size())
            .setObstacle(group.obstacle().or(retries::obstacle));
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
    if (runs.size() > 0) {
      LOG.info("stopping: waiting for {} runs in flight", runs.size());
    }
  }

  /** Makes one turn of the end; false when that was the last one. */
  private boolean finish() throws RunLoopException {
    if (runs.size() > 0 && time.nanoTime() - finishingSinceNanos < config.stopGrace().toNanos()) {
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
    if (runs.size() > 0) {
      LOG.warn("abandoned {} runs uncommitted: they will be done again", runs.size());
    }
    return false;
  }
}

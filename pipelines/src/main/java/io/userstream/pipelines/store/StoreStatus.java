package io.userstream.pipelines.store;

import io.userstream.pipelines.deadletters.DeadLetterBrowser;
import io.userstream.pipelines.deadletters.RedriveCommand;
import io.userstream.pipelines.status.BuildLabels;
import io.userstream.pipelines.status.HealthCheck;
import io.userstream.pipelines.status.JobMetrics;
import io.userstream.pipelines.status.Readiness;
import io.userstream.pipelines.status.StatusEndpoint;
import io.userstream.pipelines.status.StatusPage;
import io.userstream.pipelines.status.StatusServer;
import io.userstream.pipelines.status.StatusSource;
import io.userstream.runloop.EndedRun;
import io.userstream.runloop.OldestRecord;
import io.userstream.runloop.RunLoopListener;
import io.userstream.runloop.RunLoopStatus;
import io.userstream.runloop.runner.CounterListener;
import io.userstream.runloop.runner.RunnerContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.annotation.Nullable;
import org.apache.beam.sdk.metrics.MetricName;

/** The status of {@code store}, if it is served. Serves it before the job waits for any server. */
final class StoreStatus implements RunLoopListener, CounterListener, StatusSource, AutoCloseable {
  /** A loop reports its status every few seconds. One that is silent for this long is dead. */
  private static final Duration LIFE_LIMIT = Duration.ofMinutes(2);

  private final StoreConfig config;
  private final Readiness readiness = new Readiness();
  private final StoreProgress progress = new StoreProgress();
  private final Map<String, String> build;
  private final long startedMs = System.currentTimeMillis();
  private final JobMetrics jobMetrics;
  private final StoreMetrics metrics;
  private final Optional<DeadLetterBrowser> deadLetters;
  @Nullable private volatile HealthCheck sinkCheck;
  @Nullable private volatile OldestRecord oldest;
  @Nullable private StatusServer server;

  private StoreStatus(String job, StoreConfig config) {
    this.config = config;
    this.build = BuildLabels.of(job, config.runner().name());
    this.jobMetrics = new JobMetrics(build, this::notReady);
    this.metrics =
        new StoreMetrics(jobMetrics, progress, this::freshness, this::openTransactionAge);
    this.deadLetters = deadLetters(job, config);
  }

  /** Other jobs end soon, and their group is not that of the store. */
  private static Optional<DeadLetterBrowser> deadLetters(String job, StoreConfig config) {
    return job.equals(Store.NAME)
        ? Optional.of(
            DeadLetterBrowser.of(
                config.topic(), RedriveCommand.of(config.topic(), config.group(), config.table())))
        : Optional.empty();
  }

  /**
   * Starts serving the status; returns empty if it is not configured.
   *
   * @param job the name of the command
   * @throws io.userstream.runloop.servers.ServerException if the address cannot be used
   */
  static Optional<StoreStatus> open(String job, StoreConfig config) {
    Optional<StatusEndpoint> endpoint = config.status();
    if (endpoint.isEmpty()) {
      return Optional.empty();
    }
    StoreStatus status = new StoreStatus(job, config);
    status.server = StatusServer.start(endpoint.get(), status);
    return Optional.of(status);
  }

  /**
   * Records that the job is waiting for a server.
   *
   * @param server name and address
   */
  void waitingFor(String server) {
    readiness.waitingFor(server);
  }

  /**
   * Records that the loop is starting.
   *
   * @param runner reports the counters of runs
   */
  void ready(RunnerContext runner) {
    runner.onCounts(this);
    oldest = new OldestRecord(config.topic().clientProperties(), progress::status);
    // Checks the sink while no run writes to it.
    sinkCheck =
        new HealthCheck(config.table()::probe, () -> progress.hasDoneWithin(HealthCheck.EVERY));
    ready();
  }

  void ready() {
    readiness.ready();
  }

  /** Records that the job was asked to stop. */
  void stopping() {
    readiness.stopping();
  }

  @Override
  public void counted(Map<MetricName, Long> counts) {
    progress.counted(counts);
  }

  @Override
  public void onRunEnded(EndedRun ended) {
    progress.onRunEnded(ended);
    metrics.onRunEnded(ended);
  }

  @Override
  public void onStatus(RunLoopStatus status) {
    progress.onStatus(status);
    metrics.onStatus(status);
  }

  @Override
  public Optional<String> notLive() {
    Duration silent = progress.sinceLastTick();
    return silent.compareTo(LIFE_LIMIT) < 0
        ? Optional.empty()
        : Optional.of("the run loop has been silent for " + silent.toSeconds() + " s");
  }

  @Override
  public Optional<String> notReady() {
    return readiness
        .obstacle()
        .or(this::notLive)
        .or(progress.status()::obstacle)
        .or(this::sinkProblem);
  }

  @Override
  public Optional<String> note() {
    RunLoopStatus loop = progress.status();
    return loop.control().describePause().or(() -> Pace.describeBackingOff(loop, config.loop()));
  }

  private Optional<String> sinkProblem() {
    HealthCheck check = sinkCheck;
    return check == null
        ? Optional.empty()
        : check.problem().map(problem -> "waiting for the sink: " + problem);
  }

  @Override
  public String metrics() {
    return jobMetrics.scrape();
  }

  private OptionalDouble freshness() {
    OldestRecord looking = oldest;
    return looking == null ? OptionalDouble.empty() : looking.ageSeconds();
  }

  private OptionalDouble openTransactionAge() {
    OldestRecord looking = oldest;
    return looking == null ? OptionalDouble.empty() : looking.openTransactionAgeSeconds();
  }

  /**
   * Returns when a partition's open transaction began, or when the loop noticed it; null if none is
   * open.
   */
  @Nullable
  private Long openTransactionSince(RunLoopStatus.Partition partition) {
    if (partition.behindOpenTransaction() == 0) {
      return null;
    }
    OldestRecord looking = oldest;
    long seenMs = partition.openSince().map(Instant::toEpochMilli).orElse(0L);
    return looking == null ? seenMs : looking.openTransactionSinceMs(partition).orElse(seenMs);
  }

  @Override
  public StorePage page() {
    RunLoopStatus loop = progress.status();
    OptionalDouble freshness = freshness();
    Optional<String> notReady = notReady();
    return new StorePage(
        build,
        config.topic().name(),
        config.topic().deadLetters(),
        config.table().toString(),
        config.group(),
        startedMs,
        System.currentTimeMillis(),
        notReady.isEmpty(),
        notReady.orElse(null),
        progress.published(),
        progress.stored(),
        progress.erased(),
        progress.dead(),
        progress.deadByReason(),
        loop.lag(),
        freshness.isPresent() ? freshness.getAsDouble() : null,
        loop.lastCommit().map(Instant::toEpochMilli).orElse(null),
        loop.runsInFlight(),
        loop.runsWaiting(),
        loop.runsDone(),
        loop.runsRetried(),
        loop.behindOpenTransactions(),
        loop.partitions().stream()
            .map(this::openTransactionSince)
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElse(null),
        Pace.of(loop),
        loop.partitions().stream().map(StorePage.Partition::of).toList(),
        progress.lastRuns().list(),
        progress.lastRuns().lastError());
  }

  @Override
  public Map<String, StatusPage> pages() {
    return deadLetters.map(DeadLetterBrowser::pages).orElse(Map.of());
  }

  @Override
  public void close() {
    HealthCheck check = sinkCheck;
    if (check != null) {
      check.close();
    }
    OldestRecord looking = oldest;
    if (looking != null) {
      looking.close();
    }
    if (server != null) {
      server.close();
    }
    deadLetters.ifPresent(DeadLetterBrowser::close);
  }
}

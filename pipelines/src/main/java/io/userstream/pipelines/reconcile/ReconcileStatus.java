package io.userstream.pipelines.reconcile;

import io.userstream.pipelines.status.BuildLabels;
import io.userstream.pipelines.status.JobMetrics;
import io.userstream.pipelines.status.Readiness;
import io.userstream.pipelines.status.StatusServer;
import io.userstream.pipelines.status.StatusSource;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;

/** The state of a continuous reconciliation, and the page that shows it. Thread-safe. */
final class ReconcileStatus implements StatusSource, AutoCloseable {
  private final ReconcileConfig config;
  private final Map<String, String> build;
  private final Readiness readiness = new Readiness();
  private final JobMetrics metrics;
  private final long startedMs = System.currentTimeMillis();
  private long looks;
  private long compared;
  private long differences;
  @Nullable private Long lastMs;
  @Nullable private StatusServer server;

  private ReconcileStatus(ReconcileConfig config) {
    this.config = config;
    this.build = BuildLabels.of("reconcile", config.runner().name());
    this.metrics = new JobMetrics(build, this::notReady);
    metrics.counter(ReconcileMetrics.LOOKS, () -> page().looks());
    metrics.counter(ReconcileMetrics.COMPARED, () -> page().compared());
    metrics.counter(ReconcileMetrics.DIFFERENCES, () -> page().differences());
    metrics.gauge(
        ReconcileMetrics.LAST,
        () -> {
          Long last = page().lastLook();
          return last == null ? 0 : last / 1e3;
        });
  }

  /**
   * Starts serving the status, if it is configured.
   *
   * @throws io.userstream.runloop.servers.ServerException if the address cannot be used
   */
  static ReconcileStatus open(ReconcileConfig config) {
    ReconcileStatus status = new ReconcileStatus(config);
    status.server =
        config.status().map(endpoint -> StatusServer.start(endpoint, status)).orElse(null);
    return status;
  }

  /** Notes the end of a look. */
  synchronized void looked(ReconcileResult result) {
    looks++;
    compared += result.published();
    differences += result.differenceCount();
    lastMs = System.currentTimeMillis();
    readiness.ready();
  }

  /** Notes that a look failed, because of a server. */
  void failed(String reason) {
    readiness.waitingFor(reason);
  }

  /** Returns the number of differences of all looks. */
  synchronized long differences() {
    return differences;
  }

  @Override
  public Optional<String> notLive() {
    return Optional.empty();
  }

  @Override
  public Optional<String> notReady() {
    return readiness.obstacle();
  }

  @Override
  public String metrics() {
    return metrics.scrape();
  }

  @Override
  public synchronized ReconcilePage page() {
    Optional<String> notReady = notReady();
    return new ReconcilePage(
        build,
        config.topic().name(),
        config.table().toString(),
        startedMs,
        System.currentTimeMillis(),
        notReady.isEmpty(),
        notReady.orElse(null),
        looks,
        compared,
        differences,
        lastMs);
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}

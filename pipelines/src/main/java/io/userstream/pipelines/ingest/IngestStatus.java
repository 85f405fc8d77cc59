package io.userstream.pipelines.ingest;

import io.userstream.pipelines.status.BuildLabels;
import io.userstream.pipelines.status.HealthCheck;
import io.userstream.pipelines.status.JobMetrics;
import io.userstream.pipelines.status.Readiness;
import io.userstream.pipelines.status.StatusEndpoint;
import io.userstream.pipelines.status.StatusServer;
import io.userstream.pipelines.status.StatusSource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.annotation.Nullable;

/** The status of {@code ingest}, if it is served. */
final class IngestStatus implements StatusSource, AutoCloseable {
  /** Long enough for the second attempt at a broker, which takes longer. */
  private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(3);

  private final IngestConfig config;
  private final Readiness readiness;
  private final Supplier<IngestCounts> counts;
  private final Map<String, String> build;
  private final long startedMs = System.currentTimeMillis();
  private final JobMetrics metrics;
  private final HealthCheck kafka;
  @Nullable private StatusServer server;

  private IngestStatus(IngestConfig config, Readiness readiness, Supplier<IngestCounts> counts) {
    this.config = config;
    this.readiness = readiness;
    this.counts = counts;
    this.build = BuildLabels.of("ingest", config.runner().name());
    this.kafka =
        new HealthCheck(() -> config.topic().kafka().await(KAFKA_TIMEOUT).close(), () -> false);
    this.metrics = new JobMetrics(build, this::notReady);
    IngestMetrics.bind(metrics, counts);
  }

  /**
   * Starts serving the status; returns empty if it is not configured.
   *
   * @param counts of the running pipelines
   * @throws io.userstream.runloop.servers.ServerException if the address cannot be used
   */
  static Optional<IngestStatus> open(
      IngestConfig config, Readiness readiness, Supplier<IngestCounts> counts) {
    Optional<StatusEndpoint> endpoint = config.status();
    if (endpoint.isEmpty()) {
      return Optional.empty();
    }
    IngestStatus status = new IngestStatus(config, readiness, counts);
    try {
      status.server = StatusServer.start(endpoint.get(), status);
    } catch (RuntimeException e) {
      status.close();
      throw e;
    }
    return Optional.of(status);
  }

  @Override
  public Optional<String> notLive() {
    return Optional.empty();
  }

  @Override
  public Optional<String> notReady() {
    return readiness.obstacle().or(kafka::problem);
  }

  @Override
  public String metrics() {
    return metrics.scrape();
  }

  @Override
  public IngestPage page() {
    IngestCounts now = counts.get();
    Optional<String> notReady = notReady();
    return new IngestPage(
        build,
        config.topic().name(),
        config.api().source(),
        config.rawStore().isPresent(),
        config.users().isPresent() ? config.users().getAsLong() : null,
        startedMs,
        System.currentTimeMillis(),
        notReady.isEmpty(),
        notReady.orElse(null),
        now.pages(),
        now.fetched(),
        now.published(),
        now.dead());
  }

  @Override
  public void close() {
    kafka.close();
    if (server != null) {
      server.close();
    }
  }
}

package io.userstream.pipelines.store;

import io.userstream.runloop.RunLoopStatus;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * What keeps a store from working at full speed: each component is a field of {@code pace} in
 * {@code /status.json}.
 *
 * @param pausedSince in ms since the epoch; null if it is not paused
 * @param pauseReason null if it is not paused, or without a reason
 * @param maxRecordsPerSecond of this driver; null if there is no limit
 * @param runsAllowed the number of concurrent runs that the latency of the sink allows
 * @param sinkLatencySeconds null while it is not known
 */
record Pace(
    @Nullable Long pausedSince,
    @Nullable String pauseReason,
    @Nullable Double maxRecordsPerSecond,
    double runsAllowed,
    @Nullable Double sinkLatencySeconds) {
  static Pace of(RunLoopStatus loop) {
    return new Pace(
        loop.control().pausedSince().map(Instant::toEpochMilli).orElse(null),
        loop.control().reason().orElse(null),
        Double.isInfinite(loop.maxRecordsPerSecond()) ? null : loop.maxRecordsPerSecond(),
        loop.runsAllowed(),
        loop.sinkLatency().map(latency -> latency.toNanos() / 1e9).orElse(null));
  }

  /** Describes why a loop with work starts fewer runs; empty if it does not. */
  static Optional<String> describeBackingOff(RunLoopStatus loop, LoopSettings settings) {
    boolean hasWork = loop.runsInFlight() > 0 || loop.lag() > 0;
    if (!hasWork || loop.runsAllowed() >= settings.maxRunsInFlight()) {
      return Optional.empty();
    }
    return loop.sinkLatency()
        .map(
            latency ->
                String.format(
                    Locale.ROOT,
                    "backing off to %.2f of %d runs: the last small read in Cassandra took %d ms,"
                        + " and --maxSinkLatency is %d ms",
                    loop.runsAllowed(),
                    settings.maxRunsInFlight(),
                    latency.toMillis(),
                    settings.maxSinkLatency().toMillis()));
  }
}

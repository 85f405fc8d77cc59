package io.userstream.pipelines.store;

import io.userstream.runloop.RunLoopStatus;
import java.time.Duration;
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

  /** Describes a sink that is so slow that the loop backs off; empty if it is fast enough. */
  static Optional<String> describeSlowSink(RunLoopStatus loop, Duration maxLatency) {
    return loop.sinkLatency()
        .filter(latency -> latency.compareTo(maxLatency) > 0)
        .map(
            latency ->
                String.format(
                    Locale.ROOT,
                    "backing off: a small read in the sink takes %d ms or more, and"
                        + " --maxSinkLatency is %d ms",
                    latency.toMillis(),
                    maxLatency.toMillis()));
  }
}

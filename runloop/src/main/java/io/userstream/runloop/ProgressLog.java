package io.userstream.runloop;

import io.userstream.runloop.servers.LogInterval;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** Counts done runs, and logs the progress while it changes. */
final class ProgressLog {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressLog.class);

  /** Lets a program that shows the progress in another way leave these lines out of its log. */
  private static final Marker MARKER = MarkerFactory.getMarker("userstream.progress");

  private final LogInterval interval;
  private long runs;
  private long offsets;
  private long loggedOffsets;
  private OptionalLong loggedLag = OptionalLong.of(-1);

  ProgressLog(LoopTime time) {
    interval = new LogInterval(Duration.ofSeconds(5), time::nanoTime);
    interval.start();
  }

  void done(Run run) {
    runs++;
    offsets += run.span();
  }

  /** Returns the number of runs that are done. */
  long runs() {
    return runs;
  }

  /**
   * Logs the progress if it changed and a line is due.
   *
   * @param currentLag asked only when a line is due; empty until the group has assigned partitions
   */
  void tick(Supplier<OptionalLong> currentLag, int inFlight, int waiting) {
    Duration elapsed = interval.elapsed();
    if (!interval.isDue()) {
      return;
    }
    OptionalLong lag = currentLag.get();
    if (offsets != loggedOffsets || !lag.equals(loggedLag)) {
      LOG.info(
          MARKER,
          "{} records done, {}/s; lag {}, {} runs in flight, {} waiting to be retried",
          offsets,
          Math.round((offsets - loggedOffsets) / (elapsed.toNanos() / 1e9)),
          lag.isPresent() ? lag.getAsLong() : "unknown (waiting for partitions)",
          inFlight,
          waiting);
    }
    loggedOffsets = offsets;
    loggedLag = lag;
  }

  RunLoopSummary summary(long retries, long lag) {
    return RunLoopSummary.of(runs, retries, offsets, lag);
  }
}

package io.userstream.runloop;

import java.time.Duration;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what a loop does and says so now and then, while there is something to say. */
final class ProgressLog {
  private static final Logger LOG = LoggerFactory.getLogger(RunLoop.class);
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final LoopTime time;
  private long runs;
  private long offsets;
  private long offsetsSaid;
  private OptionalLong lagSaid = OptionalLong.of(-1);
  private long saidNanos;

  ProgressLog(LoopTime time) {
    this.time = time;
    this.saidNanos = time.nanoTime();
  }

  void done(Run run) {
    runs++;
    offsets += run.span();
  }

  /**
   * Logs if it is time to.
   *
   * @param lag empty while the group has not given the loop its partitions
   */
  void tick(OptionalLong lag, int inFlight, int waiting) {
    long passed = time.nanoTime() - saidNanos;
    if (passed < EVERY.toNanos()) {
      return;
    }
    if (offsets != offsetsSaid || !lag.equals(lagSaid)) {
      LOG.info(
          "{} records done, {}/s; lag {}, {} runs in flight, {} waiting to be retried",
          offsets,
          Math.round((offsets - offsetsSaid) / (passed / 1e9)),
          lag.isPresent() ? lag.getAsLong() : "unknown (waiting for partitions)",
          inFlight,
          waiting);
    }
    offsetsSaid = offsets;
    lagSaid = lag;
    saidNanos = time.nanoTime();
  }

  RunLoopSummary summary(long retries, long lag) {
    return RunLoopSummary.of(runs, retries, offsets, lag);
  }
}

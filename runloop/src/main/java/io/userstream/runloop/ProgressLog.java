package io.userstream.runloop;

import java.time.Duration;
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
  private long lagSaid = -1;
  private long saidNanos;

  ProgressLog(LoopTime time) {
    this.time = time;
    this.saidNanos = time.nanoTime();
  }

  void done(Run run) {
    runs++;
    offsets += run.span();
  }

  void tick(long lag, int inFlight, int waiting) {
    long passed = time.nanoTime() - saidNanos;
    if (passed < EVERY.toNanos()) {
      return;
    }
    if (offsets != offsetsSaid || lag != lagSaid) {
      LOG.info(
          "{} records done, {}/s; lag {}, {} runs in flight, {} waiting to be repeated",
          offsets,
          Math.round((offsets - offsetsSaid) / (passed / 1e9)),
          lag,
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

package io.userstream.pipelines.runloop;

import com.google.auto.value.AutoValue;
import com.google.common.base.Throwables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs that have failed for a passing reason, and when each is to be tried again. */
final class Repeats {
  private static final Logger LOG = LoggerFactory.getLogger(RunLoop.class);

  /** Between two questions to a sink that does not answer. */
  private static final Duration SINK_PAUSE = Duration.ofSeconds(1);

  private static final Duration SAY_EVERY = Duration.ofSeconds(10);

  private final List<Repeat> waiting = new ArrayList<>();
  private long total;
  private long saidSinkNanos = System.nanoTime() - SAY_EVERY.toNanos();

  /** How many wait now. */
  int size() {
    return waiting.size();
  }

  /** How often runs have failed so far. */
  long total() {
    return total;
  }

  /** Takes a run that has failed. */
  void failed(Run run, Throwable fault) {
    if (fault instanceof RunExecutor.SinkAwayException) {
      if (System.nanoTime() - saidSinkNanos >= SAY_EVERY.toNanos()) {
        LOG.warn("waiting for the sink: {}", fault.getMessage());
        saidSinkNanos = System.nanoTime();
      }
      hold(run, SINK_PAUSE);
      return;
    }
    total++;
    Duration pause = Backoff.after(run.attempt());
    LOG.warn(
        "run {} failed at attempt {}, the same ranges again in {} ms: {}",
        run.number(),
        run.attempt(),
        pause.toMillis(),
        firstLine(Throwables.getRootCause(fault)));
    LOG.debug("run {} over {}", run.number(), run.ranges(), fault);
    hold(run.again(), pause);
  }

  /** Spark's exceptions carry the whole stack trace of a worker in their message. */
  private static String firstLine(Throwable cause) {
    return cause.toString().lines().findFirst().orElse("");
  }

  private void hold(Run run, Duration pause) {
    waiting.add(Repeat.of(run, System.nanoTime() + pause.toNanos()));
  }

  /** Hands over a run that may be tried again now. */
  Optional<Run> takeDue() {
    long now = System.nanoTime();
    Optional<Repeat> due =
        waiting.stream().filter(repeat -> now - repeat.dueNanos() >= 0).findFirst();
    due.ifPresent(waiting::remove);
    return due.map(Repeat::run);
  }

  @AutoValue
  abstract static class Repeat {
    abstract Run run();

    abstract long dueNanos();

    static Repeat of(Run run, long dueNanos) {
      return new AutoValue_Repeats_Repeat(run, dueNanos);
    }
  }
}

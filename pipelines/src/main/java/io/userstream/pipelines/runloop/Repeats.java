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
  private boolean sinkIsAway;
  private long sinkAskedNanos;
  private long saidSinkNanos = System.nanoTime() - SAY_EVERY.toNanos();

  /** How many wait now. */
  int size() {
    return waiting.size();
  }

  /** How often runs have failed so far. */
  long total() {
    return total;
  }

  /** Takes a run that was not begun, for the sink did not answer; nobody asks it for a while. */
  void notBegun(Run run, RunExecutor.SinkAwayException fault) {
    waiting.add(Repeat.of(run, System.nanoTime()));
    sinkAskedNanos = System.nanoTime();
    sinkIsAway = true;
    if (System.nanoTime() - saidSinkNanos >= SAY_EVERY.toNanos()) {
      LOG.warn("waiting for the sink: {}", fault.getMessage());
      saidSinkNanos = System.nanoTime();
    }
  }

  /**
   * Takes what is to be done again of a run that has failed.
   *
   * @param parts runs over its ranges, each for its next attempt
   */
  void failed(Run run, List<Run> parts, Throwable fault) {
    total++;
    Duration pause = Backoff.after(run.attempt());
    LOG.warn(
        "run {} failed at attempt {}, the same ranges again in {} ms{}: {}",
        run.number(),
        run.attempt(),
        pause.toMillis(),
        parts.size() == 1 ? "" : ", in " + parts.size() + " runs",
        firstLine(Throwables.getRootCause(fault)));
    LOG.debug("run {} over {}", run.number(), run.ranges(), fault);
    long due = System.nanoTime() + pause.toNanos();
    parts.forEach(part -> waiting.add(Repeat.of(part, due)));
  }

  /** Spark's exceptions carry the whole stack trace of a worker in their message. */
  private static String firstLine(Throwable cause) {
    return cause.toString().lines().findFirst().orElse("");
  }

  /** Hands over a run that may be tried again now. */
  Optional<Run> takeDue() {
    long now = System.nanoTime();
    if (sinkIsAway && now - sinkAskedNanos < SINK_PAUSE.toNanos()) {
      return Optional.empty();
    }
    sinkIsAway = false;
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

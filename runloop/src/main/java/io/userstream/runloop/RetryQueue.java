package io.userstream.runloop;

import com.google.auto.value.AutoValue;
import io.userstream.runloop.servers.Backoff;
import io.userstream.runloop.servers.LogInterval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs that failed with a transient fault, and the times of their retries. */
final class RetryQueue {
  private static final Logger LOG = LoggerFactory.getLogger(RetryQueue.class);

  /** Pause between two checks of a sink that is down. */
  private static final Duration SINK_PAUSE = Duration.ofSeconds(1);

  /**
   * Long enough at first for a broker's or a node's hiccup to pass; short enough later to resume
   * soon after a long outage.
   */
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15));

  private final LoopTime time;
  private final List<Retry> waiting = new ArrayList<>();

  /** Retries that are not done yet, waiting or in flight, by number. */
  private final Map<Long, String> open = new TreeMap<>();

  private long total;
  private boolean sinkIsDown;
  private Optional<String> sinkObstacle = Optional.empty();
  private long sinkAskedNanos;
  private final LogInterval sinkWarnings;

  RetryQueue(LoopTime time) {
    this.time = time;
    this.sinkWarnings = new LogInterval(Duration.ofSeconds(10), time::nanoTime);
  }

  /** Returns the number of waiting runs. */
  int size() {
    return waiting.size();
  }

  /** Returns the number of failed attempts so far. */
  long total() {
    return total;
  }

  /** Adds a run that did not start because the sink was down. No run starts for a while. */
  void notBegun(EndedRun ended) {
    waiting.add(Retry.of(ended.run(), time.nanoTime()));
    sinkAskedNanos = time.nanoTime();
    sinkIsDown = true;
    String waitingForSink = "waiting for the sink: " + ended.reason().orElse("");
    sinkObstacle = Optional.of(waitingForSink);
    if (sinkWarnings.isDue()) {
      LOG.warn("{}", waitingForSink);
    }
  }

  /**
   * Adds the retries of a failed run.
   *
   * @param parts runs over its ranges, each for its next attempt
   */
  void failed(EndedRun ended, List<Run> parts) {
    total++;
    settled(ended.run());
    Duration pause = BACKOFF.after(ended.run().attempt(), time.random());
    RunLog.failed(
        ended,
        "retrying its ranges in "
            + pause.toMillis()
            + " ms"
            + (parts.size() == 1 ? "" : ", in " + parts.size() + " runs"));
    long due = time.nanoTime() + pause.toNanos();
    for (Run part : parts) {
      waiting.add(Retry.of(part, due));
      open.put(
          part.number(),
          "retrying a run whose attempt "
              + ended.run().attempt()
              + " failed: "
              + ended.reason().orElse(""));
    }
  }

  /** Forgets a run: its ranges are done, or no longer assigned. */
  void settled(Run run) {
    sinkObstacle = Optional.empty();
    open.remove(run.number());
  }

  /** Describes a retry that is not done; empty if there is none. */
  Optional<String> obstacle() {
    return open.isEmpty()
        ? Optional.empty()
        : sinkObstacle.or(() -> open.values().stream().findFirst());
  }

  /**
   * Removes and returns the first run that is due.
   *
   * @param allowed whether it may start; otherwise it stays
   */
  Optional<Run> takeDue(Predicate<Run> allowed) {
    long now = time.nanoTime();
    if (sinkIsDown && now - sinkAskedNanos < SINK_PAUSE.toNanos()) {
      return Optional.empty();
    }
    sinkIsDown = false;
    Optional<Retry> due =
        waiting.stream()
            .filter(retry -> now - retry.dueNanos() >= 0)
            .findFirst()
            .filter(retry -> allowed.test(retry.run()));
    due.ifPresent(waiting::remove);
    return due.map(Retry::run);
  }

  @AutoValue
  abstract static class Retry {
    abstract Run run();

    abstract long dueNanos();

    static Retry of(Run run, long dueNanos) {
      return new AutoValue_RetryQueue_Retry(run, dueNanos);
    }
  }
}

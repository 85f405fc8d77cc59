package io.userstream.runloop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import javax.annotation.Nullable;

/** The latest runs that ended, and the latest error, for a status page. Thread-safe. */
public final class LastRuns {
  private static final int MAX_RUNS = 20;

  private final Deque<Attempt> attempts = new ArrayDeque<>();
  @Nullable private Failure lastError;

  /**
   * An attempt that ended.
   *
   * @param number of the run
   * @param attempt number of attempts at these ranges, from 1
   * @param records span of its ranges
   * @param outcome {@code done} or {@code failed}
   * @param at when it ended, in milliseconds since the epoch
   */
  public record Attempt(
      long number, int attempt, long records, double seconds, String outcome, long at) {}

  /**
   * The reason why an attempt failed.
   *
   * @param at when it failed, in milliseconds since the epoch
   */
  public record Failure(String text, long at) {}

  /** Adds an attempt that ended. */
  public synchronized void add(EndedRun ended) {
    long nowMs = System.currentTimeMillis();
    ended.reason().ifPresent(reason -> lastError = new Failure(reason, nowMs));
    if (ended.outcome() == EndedRun.Outcome.NOT_BEGUN) {
      return; // Happens every second while the sink is down.
    }
    attempts.addFirst(
        new Attempt(
            ended.run().number(),
            ended.run().attempt(),
            ended.run().span(),
            ended.took().toMillis() / 1e3,
            ended.outcome().name().toLowerCase(Locale.ROOT),
            nowMs));
    if (attempts.size() > MAX_RUNS) {
      attempts.removeLast();
    }
  }

  /** Returns the latest attempts, the newest first. */
  public synchronized List<Attempt> list() {
    return List.copyOf(attempts);
  }

  /** Returns the latest error; null if there was none. */
  @Nullable
  public synchronized Failure lastError() {
    return lastError;
  }
}

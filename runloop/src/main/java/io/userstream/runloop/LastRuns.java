package io.userstream.runloop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.annotation.Nullable;

/** The last runs and the last error, for a status page. Thread-safe. */
public final class LastRuns {
  private static final int MAX_RUNS = 20;

  private final Deque<Map<String, Object>> runs = new ArrayDeque<>();
  @Nullable private Map<String, Object> lastError;

  /** Adds an attempt that has ended. */
  public synchronized void add(EndedRun ended) {
    long nowMs = System.currentTimeMillis();
    ended.reason().ifPresent(reason -> lastError = Map.of("text", reason, "at", nowMs));
    if (ended.outcome() == EndedRun.Outcome.NOT_BEGUN) {
      return; // Occurs every second while the sink is down.
    }
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("number", ended.run().number());
    run.put("attempt", ended.run().attempt());
    run.put("records", ended.run().span());
    run.put("seconds", ended.took().toMillis() / 1e3);
    run.put("outcome", ended.outcome().name().toLowerCase(Locale.ROOT));
    run.put("at", nowMs);
    runs.addFirst(run);
    if (runs.size() > MAX_RUNS) {
      runs.removeLast();
    }
  }

  /** Returns the last runs, newest first. */
  public synchronized List<Map<String, Object>> list() {
    return List.copyOf(runs);
  }

  /** Returns the text and the time of the last error; null if there was none. */
  @Nullable
  public synchronized Map<String, Object> lastError() {
    return lastError;
  }
}

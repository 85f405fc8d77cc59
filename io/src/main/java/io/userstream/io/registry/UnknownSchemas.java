package io.userstream.io.registry;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Remembers schema ids that stayed unknown, so that further records with such an id do not wait
 * again. Forgets ids after {@link #REMEMBERED}, and the oldest ones if there are more than {@link
 * #MAX_IDS}. Thread-safe.
 */
final class UnknownSchemas {
  /** Short, so that a schema that is registered later is soon found. */
  static final Duration REMEMBERED = Duration.ofMinutes(5);

  /** Limits memory if broken records have random ids. */
  static final int MAX_IDS = 10_000;

  private final LongSupplier nanoTime;

  /** The time at which each id was declared unknown, oldest first. */
  private final Map<Integer, Long> declared = new LinkedHashMap<>();

  UnknownSchemas(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Remembers an id.
   *
   * @return whether it was not remembered before
   */
  synchronized boolean declare(int id) {
    boolean isNew = !contains(id);
    declared.remove(id);
    declared.put(id, nanoTime.getAsLong());
    if (declared.size() > MAX_IDS) {
      declared.remove(declared.keySet().iterator().next());
    }
    return isNew;
  }

  /** Returns whether the id is remembered. */
  synchronized boolean contains(int id) {
    Long since = declared.get(id);
    return since != null && nanoTime.getAsLong() - since < REMEMBERED.toNanos();
  }

  /** Forgets an id, because the registry now knows it. */
  synchronized void forget(int id) {
    declared.remove(id);
  }

  synchronized int size() {
    return declared.size();
  }
}

package io.userstream.io.registry;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Remembers the schema ids that a registry has not known for a whole patience, so that the next
 * records with such an id do not wait again. It forgets an id after a while, and the oldest ids
 * when there are many. Safe for use by several threads.
 */
final class UnknownSchemas {
  /** Short enough that a schema that is registered later gets its own patience soon. */
  static final Duration REMEMBERED = Duration.ofMinutes(5);

  /** Little memory, even when broken records carry random ids. */
  static final int MAX_IDS = 10_000;

  private final LongSupplier nanoTime;

  /** When each id was declared unknown, the oldest first. */
  private final Map<Integer, Long> declared = new LinkedHashMap<>();

  UnknownSchemas(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Remembers an id.
   *
   * @return whether it was not remembered already
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

  /** Returns whether the id was declared unknown a short time ago. */
  synchronized boolean contains(int id) {
    Long since = declared.get(id);
    return since != null && nanoTime.getAsLong() - since < REMEMBERED.toNanos();
  }

  /** Forgets an id that the registry knows by now. */
  synchronized void forget(int id) {
    declared.remove(id);
  }

  synchronized int size() {
    return declared.size();
  }
}

package io.userstream.runloop;

/**
 * Recognizes runs that failed because a worker ran out of memory, or may have. The same ranges
 * would fail again, but smaller runs may not.
 */
final class MemoryFaults {
  private MemoryFaults() {}

  /**
   * Returns true if a worker reported that it was out of memory, or if Spark lost an executor: one
   * that runs out of memory exits, or is killed by its container, before it can report anything.
   */
  static boolean mayBeOneOf(Throwable fault) {
    return CausalChain.of(fault).stream().anyMatch(MemoryFaults::isOne);
  }

  private static boolean isOne(Throwable cause) {
    if (cause instanceof OutOfMemoryError) {
      return true;
    }
    String message = cause.getMessage(); // Spark's exceptions contain those of its workers as text.
    return message != null
        && (message.contains("java.lang.OutOfMemoryError")
            || message.contains("ExecutorLostFailure"));
  }
}

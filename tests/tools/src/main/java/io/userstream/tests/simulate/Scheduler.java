package io.userstream.tests.simulate;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A virtual clock with its due tasks. Tasks with the same time run in the order of their addition,
 * so a schedule is deterministic. Not thread-safe.
 */
final class Scheduler {
  static final long MS = 1_000_000;

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::atNanos).thenComparingLong(Task::order));
  private long order;
  private long nowNanos;

  long nowNanos() {
    return nowNanos;
  }

  long nowMs() {
    return nowNanos / MS;
  }

  /** Adds a task that is due after a delay. */
  void in(long delayNanos, Runnable action) {
    tasks.add(new Task(nowNanos + Math.max(0, delayNanos), order++, action));
  }

  /** Lets time pass. A task may call this: other tasks run while a process waits for a response. */
  void pass(long nanos) {
    long until = nowNanos + nanos;
    while (!tasks.isEmpty() && tasks.peek().atNanos() <= until) {
      runNext();
    }
    nowNanos = Math.max(nowNanos, until);
  }

  /** Runs the next task and sets the clock to its time. Returns false if there is none. */
  boolean runNext() {
    Task next = tasks.poll();
    if (next == null) {
      return false;
    }
    nowNanos = Math.max(nowNanos, next.atNanos());
    next.action().run();
    return true;
  }

  private record Task(long atNanos, long order, Runnable action) {}
}

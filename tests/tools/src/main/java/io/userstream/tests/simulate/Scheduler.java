package io.userstream.tests.simulate;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A virtual clock with the tasks that are due on it. Tasks of one moment run in the order in which
 * they were added, so a schedule always runs alike. For one thread.
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

  /**
   * Lets time pass. May be called by a task: the world goes on while a process waits for an answer.
   */
  void pass(long nanos) {
    long until = nowNanos + nanos;
    while (!tasks.isEmpty() && tasks.peek().atNanos() <= until) {
      runNext();
    }
    nowNanos = Math.max(nowNanos, until);
  }

  /** Runs the next task, and sets the clock to its time. Returns false when there is none. */
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

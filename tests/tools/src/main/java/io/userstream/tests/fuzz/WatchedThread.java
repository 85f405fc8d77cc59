package io.userstream.tests.fuzz;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;

/** A worker's thread, and how long it has been busy with the same input. Not thread-safe. */
final class WatchedThread {
  /** CPU time for one input. Other programs may delay the thread for longer. */
  private static final long MAX_CPU_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** For a thread that waits and uses no CPU. */
  private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Thread thread;
  private final FuzzWorker worker;
  private byte[] seen = {};
  private long seenNanos;
  private long seenCpuNanos;

  private WatchedThread(Thread thread, FuzzWorker worker) {
    this.thread = thread;
    this.worker = worker;
  }

  static WatchedThread start(String name, FuzzWorker worker) {
    Thread thread = new Thread(worker, name);
    thread.setDaemon(true);
    thread.start();
    return new WatchedThread(thread, worker);
  }

  FuzzWorker worker() {
    return worker;
  }

  boolean isDoneWithin(long millis) throws InterruptedException {
    thread.join(millis);
    return !thread.isAlive();
  }

  /** Returns whether the thread has been busy with an input for longer than its limit. */
  boolean hangs() {
    byte[] current = worker.current();
    long cpuNanos = THREADS.getThreadCpuTime(thread.getId());
    // Arrays are compared by identity: each input is another one.
    if (current != seen || cpuNanos < 0) {
      seen = current;
      seenNanos = System.nanoTime();
      seenCpuNanos = cpuNanos;
      return false;
    }
    return cpuNanos - seenCpuNanos > MAX_CPU_NANOS || System.nanoTime() - seenNanos > MAX_NANOS;
  }

  /** Returns a failure with the stack of the thread. */
  BrokenRuleException whereItHangs() {
    BrokenRuleException hang = new BrokenRuleException("took longer than 2 s");
    hang.setStackTrace(thread.getStackTrace());
    return hang;
  }
}

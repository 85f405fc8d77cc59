package io.userstream.tests.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Feeds a target until the inputs are used up. Other threads may read the figures meanwhile. */
final class FuzzWorker implements Runnable {
  /** A reader that fails this often is broken, and more inputs would only take time. */
  private static final int ENOUGH_FAILURES = 100;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final TargetKind kind;
  private final List<byte[]> corpus;
  private final long seed;
  private final AtomicLong next;
  private final long end;
  private final FailureFolder failures;

  /** The input that is being read. */
  private volatile byte[] current = {};

  private volatile long inputs;
  private volatile long accepted;
  private volatile long failed;
  private volatile long maxNanos;
  private volatile long maxBytes;

  /**
   * Creates a worker.
   *
   * @param corpus inputs to start from, which are first read as they are
   * @param next the number of the next input, shared by all workers
   * @param end the number after the last input
   */
  FuzzWorker(
      TargetKind kind,
      List<byte[]> corpus,
      long seed,
      AtomicLong next,
      long end,
      FailureFolder failures) {
    this.kind = kind;
    this.corpus = corpus;
    // Mixed, so that two seeds next to each other do not share inputs.
    this.seed = new SplittableRandom(seed).nextLong();
    this.next = next;
    this.end = end;
    this.failures = failures;
  }

  @Override
  public void run() {
    FuzzTarget target = kind.open().get();
    for (long number = next.getAndIncrement();
        number < end && failed < ENOUGH_FAILURES;
        number = next.getAndIncrement()) {
      feed(target, input(number));
    }
  }

  /** Returns an input, which depends only on the seed, its number and the corpus. */
  private byte[] input(long number) {
    if (number < corpus.size()) {
      return corpus.get((int) number);
    }
    SplittableRandom random = new SplittableRandom(seed + number);
    byte[] base = corpus.get(random.nextInt(corpus.size()));
    byte[] other = corpus.get(random.nextInt(corpus.size()));
    return new Mutator(random, kind.words()).mutate(base, other);
  }

  // Only this thread writes the counts.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void feed(FuzzTarget target, byte[] input) {
    current = input;
    long startBytes = THREADS.getCurrentThreadAllocatedBytes();
    long startNanos = System.nanoTime();
    try {
      if (target.feed(input)) {
        accepted++;
      }
    } catch (Throwable e) {
      failed++;
      failures.add(kind, input, e);
    }
    maxNanos = Math.max(maxNanos, System.nanoTime() - startNanos);
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - startBytes;
    maxBytes = Math.max(maxBytes, bytes);
    if (bytes > (long) kind.maxMiB() << 20) {
      failed++;
      failures.add(
          kind,
          input,
          new BrokenRuleException(
              String.format(
                  Locale.ROOT, "allocated %d MiB, more than %d", bytes >> 20, kind.maxMiB())));
    }
    inputs++;
  }

  byte[] current() {
    return current;
  }

  long inputs() {
    return inputs;
  }

  long accepted() {
    return accepted;
  }

  long failed() {
    return failed;
  }

  long maxNanos() {
    return maxNanos;
  }

  long maxBytes() {
    return maxBytes;
  }
}

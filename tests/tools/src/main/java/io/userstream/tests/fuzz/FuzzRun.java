package io.userstream.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** Feeds one target in several threads, and watches them. */
final class FuzzRun {
  private static final long CHECK_MS = 200;
  private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final TargetKind kind;
  private final FailureFolder failures;
  private final Consumer<String> progress;
  private final List<FuzzWorker> workers = new ArrayList<>();
  private final List<WatchedThread> threads = new ArrayList<>();
  private final long end;

  /**
   * Prepares a run.
   *
   * @param corpus inputs to start from
   * @param inputs the number of inputs, in addition to the corpus
   * @param progress receives a line every few seconds
   */
  FuzzRun(
      TargetKind kind,
      List<byte[]> corpus,
      long seed,
      long inputs,
      FailureFolder failures,
      Consumer<String> progress) {
    this.kind = kind;
    this.failures = failures;
    this.progress = progress;
    this.end = corpus.size() + inputs;
    AtomicLong next = new AtomicLong();
    for (int core = Runtime.getRuntime().availableProcessors(); core > 0; core--) {
      workers.add(new FuzzWorker(kind, corpus, seed, next, end, failures));
    }
  }

  /**
   * Runs until all inputs are read, or one takes too long. The thread of such an input cannot be
   * stopped, and is left behind as a daemon.
   */
  FuzzResult run() throws InterruptedException {
    long startNanos = System.nanoTime();
    long shownNanos = startNanos;
    workers.forEach(worker -> threads.add(WatchedThread.start(kind.name(), worker)));
    for (WatchedThread waited : threads) {
      while (!waited.isDoneWithin(CHECK_MS)) {
        for (WatchedThread thread : threads) {
          if (thread.hangs()) {
            failures.add(kind, thread.worker().current(), thread.whereItHangs());
            return result(startNanos, 1);
          }
        }
        if (System.nanoTime() - shownNanos > PROGRESS_NANOS) {
          shownNanos = System.nanoTime();
          progress.accept(line(result(startNanos, 0)));
        }
      }
    }
    return result(startNanos, 0);
  }

  private String line(FuzzResult soFar) {
    return String.format(
        Locale.ROOT,
        "%s of %d, %d %% accepted",
        soFar,
        end,
        100 * soFar.accepted() / Math.max(1, soFar.inputs()));
  }

  private FuzzResult result(long startNanos, int hanging) {
    return new FuzzResult(
        kind.name(),
        sum(FuzzWorker::inputs),
        sum(FuzzWorker::accepted),
        sum(FuzzWorker::failed) + hanging,
        System.nanoTime() - startNanos,
        max(FuzzWorker::maxNanos),
        max(FuzzWorker::maxBytes));
  }

  private long sum(ToLongFunction<FuzzWorker> figure) {
    return workers.stream().mapToLong(figure).sum();
  }

  private long max(ToLongFunction<FuzzWorker> figure) {
    return workers.stream().mapToLong(figure).max().orElse(0);
  }
}

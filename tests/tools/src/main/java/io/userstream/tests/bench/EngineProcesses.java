package io.userstream.tests.bench;

import io.userstream.tests.stack.GcLog;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.SparkSubmit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.ToLongFunction;

/** The processes of an engine: the job's own, which is Spark's driver, and its executors. */
final class EngineProcesses {
  /** Searches all processes of the machine for executors. */
  private static final long LOOK_EVERY_NANOS = 1_000_000_000L;

  private final LocalStack stack;
  private final JobProcess job;
  private final Set<ProcessHandle> found = new HashSet<>();
  private long lookedNanos;

  EngineProcesses(LocalStack stack, JobProcess job) {
    this.stack = stack;
    this.job = job;
    found.add(ProcessHandle.of(job.pid()).orElseThrow());
    lookedNanos = System.nanoTime() - LOOK_EVERY_NANOS;
  }

  /** Submits a job whose executors write the logs that {@link #peakHeapMib} reads. */
  static SparkSubmit submit(LocalStack stack) {
    return SparkSubmit.to(stack.spark())
        .withConf("spark.executor.extraJavaOptions", GcLog.option(executorLog(stack, "%p")));
  }

  private static Path executorLog(LocalStack stack, String pid) {
    return stack.directory().resolve("executor-" + pid + ".gc");
  }

  /** All processes that were seen so far. */
  synchronized Set<ProcessHandle> all() {
    if (System.nanoTime() - lookedNanos >= LOOK_EVERY_NANOS) {
      found.addAll(stack.spark().executors());
      lookedNanos = System.nanoTime();
    }
    return Set.copyOf(found);
  }

  /** Returns the heap that all processes use after a garbage collection, in MiB. */
  long liveHeapMib() throws InterruptedException {
    long live = 0;
    for (ProcessHandle process : all()) {
      try {
        live += ProcessSample.of(process.pid()).liveHeapMib();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return live;
  }

  /** Returns the sum of each process's highest heap use at a collection, in MiB. */
  long peakHeapMib() {
    return job.peakHeapMib() + executors(GcLog::peakHeapMib);
  }

  /** Returns the sum of the most heap that a collection left in each process, in MiB. */
  long mostLeftMib() {
    return job.mostLeftMib() + executors(GcLog::mostLeftMib);
  }

  private long executors(ToLongFunction<Path> heapMib) {
    return all().stream()
        .map(process -> executorLog(stack, Long.toString(process.pid())))
        .mapToLong(heapMib)
        .sum();
  }
}

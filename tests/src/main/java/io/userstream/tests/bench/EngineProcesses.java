package io.userstream.tests.bench;

import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The processes of an engine: the job's own, which is Spark's driver, and its executors. */
final class EngineProcesses {
  /** To find executors all processes of the machine are looked through. */
  private static final long LOOK_EVERY_NANOS = 1_000_000_000L;

  /** As in {@code Pause Young (Normal) (G1 Evacuation Pause) 123M->45M(256M)}. */
  private static final Pattern HEAP_BEFORE_COLLECTION = Pattern.compile(" (\\d+)M->");

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

  /** All that have been seen so far. */
  synchronized Set<ProcessHandle> all() {
    if (System.nanoTime() - lookedNanos >= LOOK_EVERY_NANOS) {
      found.addAll(stack.spark().executors());
      lookedNanos = System.nanoTime();
    }
    return Set.copyOf(found);
  }

  /** The most heap that was in use in each of them at a collection, added up, in MiB. */
  long peakHeapMib() {
    long peak = job.peakHeapMib();
    for (ProcessHandle process : all()) {
      Path log = stack.directory().resolve("executor-" + process.pid() + ".gc");
      peak += Files.exists(log) ? peakIn(log) : 0;
    }
    return peak;
  }

  private static long peakIn(Path log) {
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .flatMap(line -> HEAP_BEFORE_COLLECTION.matcher(line).results())
          .mapToLong(match -> Long.parseLong(match.group(1)))
          .max()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

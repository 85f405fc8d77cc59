package io.userstream.tests.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The heap figures of a JVM that runs with {@link #option}. */
public final class GcLog {
  /** Matches lines such as {@code Pause Young (Normal) (G1 Evacuation Pause) 123M->45M(256M)}. */
  private static final Pattern HEAP_BEFORE_COLLECTION = Pattern.compile(" (\\d+)M->");

  private static final Pattern HEAP_AFTER_COLLECTION = Pattern.compile("M->(\\d+)M\\(");

  private GcLog() {}

  /** Returns the JVM option that writes the log to a file; {@code %p} stands for the pid. */
  public static String option(Path file) {
    return "-Xlog:gc:file=" + file + "::filecount=0";
  }

  /** Returns the highest heap use at any collection so far, in MiB; 0 before the first. */
  public static long peakHeapMib(Path file) {
    return most(HEAP_BEFORE_COLLECTION, file);
  }

  /**
   * Returns the most heap that any collection left so far, in MiB; 0 before the first. Most
   * collections leave some garbage, so live data is at most this size.
   */
  public static long mostLeftMib(Path file) {
    return most(HEAP_AFTER_COLLECTION, file);
  }

  private static long most(Pattern heap, Path file) {
    if (!Files.exists(file)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .flatMap(line -> heap.matcher(line).results())
          .mapToLong(match -> Long.parseLong(match.group(1)))
          .max()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

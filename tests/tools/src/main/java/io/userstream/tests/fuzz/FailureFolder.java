package io.userstream.tests.fuzz;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Saves and prints the inputs that failed: one of each kind of failure. Thread-safe. */
final class FailureFolder {
  private static final int SHOWN_FRAMES = 12;

  private final Path folder;
  private final PrintStream out;
  private final Set<String> kinds = new HashSet<>();

  FailureFolder(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  /** Saves an input unless the same method has failed in the same way before. */
  synchronized void add(TargetKind target, byte[] input, Throwable failure) {
    if (kinds.add(target.name() + kind(failure))) {
      out.printf(
          Locale.ROOT, "%s: failure, input saved to %s%n", target.name(), saved(target, input));
      out.println("  " + failure);
      Arrays.stream(failure.getStackTrace())
          .limit(SHOWN_FRAMES)
          .forEach(frame -> out.println("    at " + frame));
    }
  }

  private Path saved(TargetKind target, byte[] input) {
    String hash = Hashing.sha256().hashBytes(input).toString().substring(0, 16);
    Path file = folder.resolve(target.name()).resolve(hash);
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, input);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot save " + file, e);
    }
  }

  /** Returns the type and the place. Messages of the same failure can differ. */
  private static String kind(Throwable failure) {
    String place =
        Arrays.stream(failure.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith("io.userstream."))
            .findFirst()
            .map(StackTraceElement::toString)
            .orElse("");
    return failure.getClass().getName() + place;
  }
}

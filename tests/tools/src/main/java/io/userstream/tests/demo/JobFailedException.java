package io.userstream.tests.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Thrown when a job ends with an unexpected exit code. The message contains the end of its log. */
final class JobFailedException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int TAIL_LINES = 20;

  JobFailedException(String command, int exitCode, Path log) throws IOException {
    super(
        String.format(
            Locale.ROOT,
            "%s ended with code %d; the end of %s:\n%s",
            command,
            exitCode,
            log,
            tail(log)));
  }

  private static String tail(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }
}

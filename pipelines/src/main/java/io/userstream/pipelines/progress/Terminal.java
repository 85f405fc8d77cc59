package io.userstream.pipelines.progress;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A terminal that can move its cursor.
 *
 * @param out writes to it
 * @param columns the width
 */
public record Terminal(PrintStream out, int columns) {
  private static final int DEFAULT_COLUMNS = 80;

  /**
   * A shell that inherits our stderr can tell whether it is a terminal. Java cannot: {@code
   * System.console()} describes stdin and stdout.
   */
  private static final String ASK = "[ -t 2 ] && { stty size <&2 2>/dev/null || echo unknown; }";

  private static final Pattern SIZE = Pattern.compile("\\d+ (\\d+)\\s*");

  /** Returns the terminal that stderr writes to; empty if it writes to a file or a pipe. */
  public static Optional<Terminal> ofStderr() {
    String kind = System.getenv("TERM");
    if (kind == null || kind.equals("dumb")) {
      return Optional.empty();
    }
    try {
      Process shell =
          new ProcessBuilder("sh", "-c", ASK)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String answer = new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answer.isEmpty()
          ? Optional.empty()
          : Optional.of(new Terminal(System.err, columns(answer)));
    } catch (IOException e) {
      return Optional.empty(); // There is no shell.
    }
  }

  private static int columns(String answer) {
    Matcher size = SIZE.matcher(answer);
    int columns = size.matches() ? Integer.parseInt(size.group(1)) : 0;
    return columns > 0 ? columns : DEFAULT_COLUMNS;
  }
}

package io.userstream.tests.progress;

import java.util.ArrayList;
import java.util.List;

/** What stands on a terminal after some output: the lines, and what their places showed before. */
record Screen(List<String> lines, List<String> overwritten) {
  /**
   * Shows the output.
   *
   * @throws AssertionError if it moves the cursor in a way that a terminal of a job has no need of
   */
  static Screen of(String output) {
    List<String> lines = new ArrayList<>();
    List<String> overwritten = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int column = 0;
    for (int i = 0; i < output.length(); i++) {
      char c = output.charAt(i);
      if (c == '\n') {
        lines.add(line.toString());
        line.setLength(0);
        column = 0;
      } else if (c == '\r') {
        column = 0;
      } else if (output.startsWith("\u001b[K", i)) {
        if (column == 0 && line.length() > 0) {
          overwritten.add(line.toString());
        }
        line.setLength(column);
        i += "\u001b[K".length() - 1;
      } else if (c < ' ') {
        throw new AssertionError("control character " + (int) c + " in " + output);
      } else if (column < line.length()) {
        line.setCharAt(column++, c);
      } else {
        line.append(c);
        column++;
      }
    }
    if (line.length() > 0) {
      lines.add(line.toString());
    }
    return new Screen(List.copyOf(lines), List.copyOf(overwritten));
  }
}

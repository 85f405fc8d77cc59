package io.userstream.pipelines.progress;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBarConsumer;

/** The last line of a terminal, which is updated in place below all other lines. Thread-safe. */
final class BottomLine implements ProgressBarConsumer {
  private static final String ERASE = "\r\u001b[K";

  private final PrintStream out;
  private final int columns;
  private String text = "";

  BottomLine(Terminal terminal) {
    this.out = terminal.out();
    this.columns = terminal.columns();
  }

  /** Returns the width minus one column, because a full line would move the cursor down. */
  @Override
  public int getMaxRenderedLength() {
    return columns - 1;
  }

  @Override
  public synchronized void accept(String newText) {
    text = newText;
    write(ERASE + text);
  }

  /**
   * Writes above this line.
   *
   * @param lines whole lines
   */
  synchronized void above(byte[] lines) {
    if (!text.isEmpty()) {
      write(ERASE);
    }
    out.write(lines, 0, lines.length);
    write(text);
  }

  /** Keeps the line, and moves to the next one. */
  @Override
  public synchronized void close() {
    if (!text.isEmpty()) {
      text = "";
      write("\n");
    }
  }

  private void write(String what) {
    byte[] bytes = what.getBytes(UTF_8);
    out.write(bytes, 0, bytes.length);
    out.flush();
  }
}

package io.userstream.pipelines.progress;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/**
 * Writes complete lines above a {@link BottomLine}. Buffers an incomplete line until its end.
 * Thread-safe.
 */
final class LinesAbove extends OutputStream {
  private final BottomLine bottom;
  private final ByteArrayOutputStream incomplete = new ByteArrayOutputStream();

  LinesAbove(BottomLine bottom) {
    this.bottom = bottom;
  }

  @Override
  public synchronized void write(int b) {
    incomplete.write(b);
    if (b == '\n') {
      writeOut();
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int next = end; // the first byte after the last complete line
    while (next > offset && bytes[next - 1] != '\n') {
      next--;
    }
    incomplete.write(bytes, offset, next - offset);
    if (next > offset) {
      writeOut();
    }
    incomplete.write(bytes, next, end - next);
  }

  /** Writes the incomplete line. */
  @Override
  public synchronized void close() {
    writeOut();
  }

  private void writeOut() {
    if (incomplete.size() > 0) {
      bottom.above(incomplete.toByteArray());
      incomplete.reset();
    }
  }
}

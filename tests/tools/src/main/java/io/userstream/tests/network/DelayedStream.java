package io.userstream.tests.network;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Writes to another stream after a delay that may change, without blocking the writer. Drops what
 * is still delayed when it is closed. Supports a single writer.
 */
final class DelayedStream extends OutputStream {
  private final OutputStream out;
  private final Supplier<Duration> delay;
  private final Gate gate;

  /** Blocks while nothing may pass. */
  interface Gate {
    void pass() throws IOException;
  }

  /** Writes in order, so each write only has to wait for its own time. */
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          new ThreadFactoryBuilder().setNameFormat("delayed-stream").setDaemon(true).build());

  DelayedStream(OutputStream out, Supplier<Duration> delay, Gate gate) {
    this.out = out;
    this.delay = delay;
    this.gate = gate;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
    long dueNanos = System.nanoTime() + delay.get().toNanos();
    writer.execute(() -> writeWhenDue(copy, dueNanos));
  }

  private void writeWhenDue(byte[] bytes, long dueNanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(dueNanos - System.nanoTime());
      gate.pass();
      out.write(bytes);
    } catch (IOException e) {
      // One side has closed. The other direction notices it too.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    writer.shutdownNow();
    out.close();
  }
}

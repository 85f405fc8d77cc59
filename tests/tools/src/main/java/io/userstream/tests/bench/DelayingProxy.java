package io.userstream.tests.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A server that is farther away: passes on what clients send after a delay, and its responses at
 * once. Thread-safe.
 */
final class DelayingProxy implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;

  private final ServerSocket listener;
  private final int targetPort;
  private final long delayNanos;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /** Bytes that are sent at a time; no bytes for the end. */
  private record Delayed(ByteBuffer bytes, long dueNanos) {}

  /** Creates a proxy for a port of 127.0.0.1. */
  DelayingProxy(int targetPort, Duration delay) {
    this.targetPort = targetPort;
    this.delayNanos = delay.toNanos();
    try {
      listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() throws IOException {
    while (!listener.isClosed()) {
      Socket client = listener.accept();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), targetPort);
      for (Socket socket : new Socket[] {client, server}) {
        socket.setTcpNoDelay(true);
        sockets.add(socket);
      }
      BlockingQueue<Delayed> requests = new LinkedBlockingQueue<>();
      start(() -> queue(client, requests));
      start(() -> sendWhenDue(requests, server));
      start(() -> pass(server, client));
    }
  }

  private void queue(Socket from, BlockingQueue<Delayed> to) throws IOException {
    try (InputStream in = from.getInputStream()) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        to.add(
            new Delayed(
                ByteBuffer.wrap(Arrays.copyOf(buffer, read)), System.nanoTime() + delayNanos));
      }
    } finally {
      to.add(new Delayed(ByteBuffer.allocate(0), System.nanoTime() + delayNanos));
    }
  }

  private static void sendWhenDue(BlockingQueue<Delayed> from, Socket to)
      throws IOException, InterruptedException {
    try (OutputStream out = to.getOutputStream()) {
      for (Delayed next = from.take(); next.bytes().hasRemaining(); next = from.take()) {
        TimeUnit.NANOSECONDS.sleep(next.dueNanos() - System.nanoTime());
        out.write(next.bytes().array());
      }
    }
  }

  private static void pass(Socket from, Socket to) throws IOException {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      long unused = in.transferTo(out);
    }
  }

  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  /** A connection that one side closes is closed on the other side too. */
  private static void start(Step step) {
    Thread thread =
        new Thread(
            () -> {
              try {
                step.run();
              } catch (IOException e) {
                // One side, or the proxy, is closed.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "delaying-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.userstream.tests.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network connection between a job and a server that can be delayed and cut. While it is cut,
 * nothing passes and neither side is notified, as with an unplugged cable. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;

  /** A job may open a connection for each of its tasks at the same time. */
  private static final int MAX_WAITING = 200;

  private final ServerSocket listener;
  private final int targetPort;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile Duration delay;
  private boolean cut;

  /** Creates a proxy for a port of 127.0.0.1. */
  public TcpProxy(int targetPort) {
    this(targetPort, Duration.ZERO);
  }

  /** Creates a proxy that passes on what clients send after a delay, and responses at once. */
  public TcpProxy(int targetPort, Duration delay) {
    this.targetPort = targetPort;
    this.delay = delay;
    try {
      listener = new ServerSocket(0, MAX_WAITING, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Changes the delay, also of the connections that are open. */
  public void delay(Duration newDelay) {
    delay = newDelay;
  }

  public synchronized void cut() {
    cut = true;
  }

  /** Resets the earlier connections, as a network does that has lost their state. */
  public synchronized void mend() {
    sockets.forEach(TcpProxy::close);
    sockets.clear();
    cut = false;
    notifyAll();
  }

  private void accept() {
    try {
      while (!listener.isClosed()) {
        Socket client = listener.accept();
        sockets.add(client);
        start(() -> connect(client));
      }
    } catch (IOException e) {
      // The proxy is closed.
    }
  }

  private void connect(Socket client) {
    try {
      awaitWhole();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), targetPort);
      sockets.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      OutputStream requests =
          new DelayedStream(server.getOutputStream(), () -> delay, this::awaitWhole);
      start(() -> pass(client, server, requests));
      pass(server, client, client.getOutputStream());
    } catch (IOException e) {
      close(client);
    }
  }

  private void pass(Socket from, Socket to, OutputStream out) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = from.getInputStream();
        out) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        awaitWhole();
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // One side has closed, so the other one closes too.
    } finally {
      close(from);
      close(to);
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private synchronized void awaitWhole() throws IOException {
    while (cut) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
  }

  private static void start(Runnable action) {
    Thread thread = new Thread(action, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // The connection is already closed.
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    mend();
  }
}

package io.userstream.tests.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import javax.annotation.Nullable;

/**
 * Hands out unused ports of the loopback address.
 *
 * <p>The ports lie below the range for the local end of outgoing connections (Linux 32768, macOS
 * 49152). A port from that range, which binding to port 0 returns, may be taken by any connection
 * while its server is down: then the restart fails, or a client that retries connects to itself.
 *
 * <p>A port belongs to this JVM until the JVM ends, even if no server listens on it: the JVM locks
 * the byte with that number in a file that all JVMs of a user share.
 */
public final class FreePorts {
  private static final int FIRST = 20_000;
  private static final int LAST = 32_000;
  private static final int ATTEMPTS = 1_000;

  private static final Map<Integer, FileLock> TAKEN = new HashMap<>();

  /** Stays open until the JVM ends, because closing it would release all locks. */
  @Nullable private static FileChannel reservations;

  private FreePorts() {}

  /**
   * Returns a port that was not handed out before in this JVM. Thread-safe.
   *
   * @throws UncheckedIOException if ports cannot be reserved
   */
  public static synchronized int next() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      if (!TAKEN.containsKey(port) && reserve(port) && isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port between " + FIRST + " and " + LAST);
  }

  /** Returns whether no other JVM holds the port. */
  private static boolean reserve(int port) {
    try {
      if (reservations == null) {
        reservations =
            FileChannel.open(
                Path.of(
                    System.getProperty("java.io.tmpdir"),
                    "userstream-ports-" + System.getProperty("user.name")),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
      }
      FileLock lock = reservations.tryLock(port, 1, false);
      if (lock != null) {
        TAKEN.put(port, lock);
      }
      return lock != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(false);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}

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
 * Hands out ports of the loopback address that nobody listens on.
 *
 * <p>They lie below the range from which systems take the local end of outgoing connections (Linux
 * 32768, macOS 49152). A port from that range, which is what binding to port 0 gives, may be taken
 * by any connection while its server is down: the restart then fails, or a client that retries
 * connects to itself.
 *
 * <p>A port is this JVM's until it ends, whether a server listens there or not yet: it holds a lock
 * on the byte of that number of a file that all JVMs of a user share.
 */
public final class FreePorts {
  private static final int FIRST = 20_000;
  private static final int LAST = 32_000;
  private static final int ATTEMPTS = 1_000;

  private static final Map<Integer, FileLock> TAKEN = new HashMap<>();

  /** Open until the JVM ends: closing it would give all locks back. */
  @Nullable private static FileChannel reservations;

  private FreePorts() {}

  /**
   * Returns a port that this JVM was not given before. Safe for use by several threads.
   *
   * @throws UncheckedIOException when ports cannot be reserved
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

  /** Whether no other JVM has it. */
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

package io.userstream.tests.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Hands out ports of the loopback address that nobody listens on.
 *
 * <p>They lie below the range from which systems take the local end of outgoing connections (Linux
 * 32768, macOS 49152). A port from that range, which is what binding to port 0 gives, may be taken
 * by any connection while its server is down: the restart then fails, or a client that retries
 * connects to itself.
 */
public final class FreePorts {
  private static final int FIRST = 20_000;
  private static final int LAST = 32_000;
  private static final int ATTEMPTS = 1_000;

  private static final Set<Integer> TAKEN = new HashSet<>();

  private FreePorts() {}

  /** Returns a port that this JVM was not given before. Safe for use by several threads. */
  public static synchronized int next() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      // At random, so that stacks of other processes that start now look elsewhere.
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      if (!TAKEN.contains(port) && isFree(port)) {
        TAKEN.add(port);
        return port;
      }
    }
    throw new IllegalStateException("no free port between " + FIRST + " and " + LAST);
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

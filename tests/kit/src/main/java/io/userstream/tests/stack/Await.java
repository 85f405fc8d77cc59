package io.userstream.tests.stack;

import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import javax.annotation.Nullable;

/** Waits for a condition with a limit, instead of sleeping. */
public final class Await {
  private static final long POLL_MILLIS = 50;

  private Await() {}

  /**
   * Waits until the condition holds.
   *
   * @param what the condition in words, for the failure: "the topic is deleted"
   * @throws AssertionError if it does not hold within the limit
   */
  public static void until(String what, Duration limit, Callable<Boolean> condition) {
    until(what, limit, condition, Boolean::booleanValue);
  }

  /** Waits until a server accepts connections on a port of loopback. */
  public static void listening(String server, Duration limit, int port) {
    until(
        server + " listens",
        limit,
        () -> {
          try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
          }
        });
  }

  /**
   * Polls a state until it meets the condition, and returns it. A state that throws does not meet
   * it: the last exception becomes the cause of the failure.
   *
   * @throws AssertionError with the last state, if the limit passes
   */
  public static <T> T until(
      String what, Duration limit, Callable<T> state, Predicate<? super T> wanted) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Object last;
      Throwable failure = null;
      try {
        T current = state.call();
        if (wanted.test(current)) {
          return current;
        }
        last = current;
      } catch (InterruptedException e) {
        throw interrupted(what, e);
      } catch (Exception | AssertionError e) {
        last = e.getClass().getName();
        failure = e;
      }
      if (System.nanoTime() >= deadline) {
        throw new AssertionError(
            "not within " + limit.toMillis() + " ms: " + what + "; last state: " + last, failure);
      }
      pause(what);
    }
  }

  private static void pause(String what) {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    }
  }

  private static IllegalStateException interrupted(String what, @Nullable Throwable cause) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while waiting until " + what, cause);
  }
}

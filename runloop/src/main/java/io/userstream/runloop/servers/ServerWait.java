package io.userstream.runloop.servers;

import java.time.Duration;
import java.util.Locale;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a server that is not up yet. Logs a line when the wait begins, one every ten seconds,
 * and one when it ends. Not thread-safe; one per server.
 */
public final class ServerWait {
  private static final Logger LOG = LoggerFactory.getLogger(ServerWait.class);

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final String server;
  private final Duration timeout;

  private ServerWait(String server, Duration timeout) {
    this.server = server;
    this.timeout = timeout;
  }

  /**
   * An attempt to reach a server.
   *
   * @param <T> the type of the result
   */
  @FunctionalInterface
  public interface Attempt<T> {
    /**
     * Makes one attempt.
     *
     * @param remaining the rest of the timeout, more than zero
     * @throws NotYetException if another attempt may succeed; any other exception ends the wait
     */
    T tryOnce(Duration remaining) throws NotYetException, InterruptedException;
  }

  /** Thrown while the server is not up, with the reason in a few words. */
  public static final class NotYetException extends Exception {
    private static final long serialVersionUID = 1L;

    public NotYetException(String reason, @Nullable Throwable cause) {
      super(reason, cause);
    }
  }

  /**
   * Creates a wait.
   *
   * @param server name and address, as in {@code Kafka at localhost:9092}
   * @param timeout from the first attempt; there is always one attempt
   */
  public static ServerWait forServer(String server, Duration timeout) {
    return new ServerWait(server, timeout);
  }

  /**
   * Makes attempts until one succeeds.
   *
   * @throws ServerUnavailableException after the timeout, with the server and the last reason
   */
  public <T> T until(Attempt<T> attempt) throws InterruptedException {
    long start = System.nanoTime();
    Duration waited = Duration.ZERO;
    LogInterval interval = new LogInterval(Duration.ofSeconds(10), System::nanoTime);
    boolean isLogged = false;
    while (true) {
      Duration remaining = timeout.minus(waited);
      try {
        T reached =
            attempt.tryOnce(
                remaining.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : remaining);
        if (isLogged) {
          LOG.info("{} is up", server);
        }
        return reached;
      } catch (NotYetException e) {
        waited = Duration.ofNanos(System.nanoTime() - start);
        if (waited.plus(PAUSE).compareTo(timeout) >= 0) {
          throw new ServerUnavailableException(
              String.format(
                  Locale.ROOT,
                  "%s did not respond within %s (%s). Start it, fix the address, or raise"
                      + " --connectTimeout.",
                  server,
                  seconds(waited),
                  e.getMessage()),
              e);
        }
        if (!isLogged) {
          interval.start();
          LOG.info("waiting for {}, up to {} ({})", server, seconds(timeout), e.getMessage());
          isLogged = true;
        } else if (interval.isDue()) {
          LOG.info(
              "still waiting for {}, {} left ({})",
              server,
              seconds(timeout.minus(waited)),
              e.getMessage());
        }
      }
      Thread.sleep(PAUSE.toMillis());
      waited = Duration.ofNanos(System.nanoTime() - start);
    }
  }

  private static String seconds(Duration duration) {
    return Math.max(1, Math.round(duration.toMillis() / 1000.0)) + " s";
  }
}

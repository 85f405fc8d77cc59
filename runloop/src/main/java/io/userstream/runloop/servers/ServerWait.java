package io.userstream.runloop.servers;

import java.time.Duration;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a server that is not there yet, and says so: a line when the waiting begins, one every
 * ten seconds, and one when it ends. Not thread-safe; one per server that is waited for.
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
   * One try to reach the server.
   *
   * @param <T> what there is when it was reached
   */
  @FunctionalInterface
  public interface Attempt<T> {
    /**
     * Returns what was asked for.
     *
     * @param remaining what is left of the time-out, more than zero
     * @throws NotYetException when another try may succeed; any other exception ends the waiting
     */
    T tryOnce(Duration remaining) throws NotYetException, InterruptedException;
  }

  /** The server is not there yet; the message says why, in a few words. */
  public static final class NotYetException extends Exception {
    private static final long serialVersionUID = 1L;

    public NotYetException(String reason, @Nullable Throwable cause) {
      super(reason, cause);
    }
  }

  /**
   * Prepares to wait.
   *
   * @param server name and address, as in {@code Kafka at localhost:9092}
   * @param timeout from the first try to giving up; there is always one try
   */
  public static ServerWait forServer(String server, Duration timeout) {
    return new ServerWait(server, timeout);
  }

  /**
   * Tries until it succeeds.
   *
   * @throws ServerUnavailableException after the time-out, naming the server and the last reason
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
          LOG.info("{} is there", server);
        }
        return reached;
      } catch (NotYetException e) {
        waited = Duration.ofNanos(System.nanoTime() - start);
        if (waited.plus(PAUSE).compareTo(timeout) >= 0) {
          throw new ServerUnavailableException(
              String.format(
                  "%s is not there: waited %s (%s). Start it, correct the address, or raise"
                      + " --connectTimeout.",
                  server, seconds(waited), e.getMessage()),
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

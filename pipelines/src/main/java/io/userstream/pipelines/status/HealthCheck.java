package io.userstream.pipelines.status;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Checks a server every {@value #EVERY_SECONDS} seconds, for jobs that would not notice an outage
 * while they are idle. Thread-safe.
 */
public final class HealthCheck implements AutoCloseable {
  private static final int EVERY_SECONDS = 10;

  /** The interval between two checks. */
  public static final Duration EVERY = Duration.ofSeconds(EVERY_SECONDS);

  private final Question question;
  private final BooleanSupplier isKnownToBeUp;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          new ThreadFactoryBuilder().setNameFormat("health-check").setDaemon(true).build());
  private volatile Optional<String> problem = Optional.empty();

  /** Asks the server. */
  @FunctionalInterface
  public interface Question {
    /**
     * Returns when the server answers, which may take seconds.
     *
     * @throws Exception if the server does not answer; the message names it
     */
    void ask() throws Exception;
  }

  /**
   * Starts checking.
   *
   * @param isKnownToBeUp skips a check while it returns true
   */
  public HealthCheck(Question question, BooleanSupplier isKnownToBeUp) {
    this.question = question;
    this.isKnownToBeUp = isKnownToBeUp;
    var unused =
        thread.scheduleWithFixedDelay(this::check, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  private void check() {
    try {
      if (!isKnownToBeUp.getAsBoolean()) {
        question.ask();
      }
      problem = Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Returns why the server is down; empty if it is up or was not checked yet. */
  public Optional<String> problem() {
    return isKnownToBeUp.getAsBoolean() ? Optional.empty() : problem;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

package io.userstream.pipelines.status;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Asks a server every {@value #EVERY_SECONDS} seconds whether it is there, for jobs that would not
 * notice while they have nothing to do with it. Thread-safe.
 */
public final class HealthCheck implements AutoCloseable {
  private static final int EVERY_SECONDS = 10;

  /** How often it asks. */
  public static final Duration EVERY = Duration.ofSeconds(EVERY_SECONDS);

  private final Question question;
  private final BooleanSupplier isKnownToBeThere;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          new ThreadFactoryBuilder().setNameFormat("server-watch").setDaemon(true).build());
  private volatile Optional<String> problem = Optional.empty();

  /** Returns when the server answers. */
  @FunctionalInterface
  public interface Question {
    /**
     * May take seconds.
     *
     * @throws Exception when the server does not answer; the message names it
     */
    void ask() throws Exception;
  }

  /**
   * Begins to ask.
   *
   * @param isKnownToBeThere spares the question
   */
  public HealthCheck(Question question, BooleanSupplier isKnownToBeThere) {
    this.question = question;
    this.isKnownToBeThere = isKnownToBeThere;
    var unused =
        thread.scheduleWithFixedDelay(this::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  private void look() {
    try {
      if (!isKnownToBeThere.getAsBoolean()) {
        question.ask();
      }
      problem = Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Why the server is not there; empty when it is, or has not been asked yet. */
  public Optional<String> problem() {
    return isKnownToBeThere.getAsBoolean() ? Optional.empty() : problem;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

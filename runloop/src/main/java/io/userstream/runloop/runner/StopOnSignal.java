package io.userstream.runloop.runner;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops a job when the JVM is asked to end (SIGTERM, Ctrl-C), and delays the end of the JVM until
 * {@link #jobEnded}, for at most {@value #LIMIT_SECONDS} seconds: the promise is to end within 30.
 */
public final class StopOnSignal {
  private static final int LIMIT_SECONDS = 28;

  private final CountDownLatch ended = new CountDownLatch(1);

  /** Registers {@code stop}, which must return immediately. */
  public StopOnSignal(RunnerContext runner, Runnable stop) {
    runner.onTermination(
        () -> {
          stop.run();
          try {
            boolean unused = ended.await(LIMIT_SECONDS, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        Duration.ofSeconds(LIMIT_SECONDS + 1));
  }

  /** Lets the JVM end. */
  public void jobEnded() {
    ended.countDown();
  }
}

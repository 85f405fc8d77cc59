package io.userstream.runloop.runner;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops a job when the JVM is told to end (SIGTERM, Ctrl-C), and holds the JVM until {@link
 * #jobEnded}, for {@value #LIMIT_SECONDS} seconds at most: the promise is to be gone within 30.
 */
public final class StopOnSignal {
  private static final int LIMIT_SECONDS = 28;

  private final CountDownLatch ended = new CountDownLatch(1);

  /** From now on the signal runs {@code stop}, which must return at once. */
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

  /** Lets the JVM go. */
  public void jobEnded() {
    ended.countDown();
  }
}

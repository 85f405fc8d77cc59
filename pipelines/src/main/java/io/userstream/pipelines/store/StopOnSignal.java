package io.userstream.pipelines.store;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops a job when the JVM is told to end (SIGTERM, Ctrl-C), and holds the JVM until {@link
 * #jobEnded}, for {@value #LIMIT_SECONDS} seconds at most: the promise is to be gone within 30.
 */
final class StopOnSignal {
  private static final int LIMIT_SECONDS = 28;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;

  StopOnSignal(Runnable stop) {
    hook =
        new Thread(
            () -> {
              stop.run();
              try {
                ended.await(LIMIT_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "stop-on-signal");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Lets the JVM go. */
  void jobEnded() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook has done its work.
    }
  }
}

package io.userstream.tests.stack;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs a few blocking actions in parallel. */
final class InParallel {
  private InParallel() {}

  /** Runs all actions, waits for all of them, and throws the first failure, if any. */
  static void run(List<Runnable> actions) {
    ExecutorService threads =
        Executors.newCachedThreadPool(
            action -> {
              Thread thread = new Thread(action, "stack");
              thread.setDaemon(true);
              return thread;
            });
    try {
      CompletableFuture.allOf(
              actions.stream()
                  .map(action -> CompletableFuture.runAsync(action, threads))
                  .toArray(CompletableFuture[]::new))
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    } finally {
      threads.shutdown();
    }
  }
}

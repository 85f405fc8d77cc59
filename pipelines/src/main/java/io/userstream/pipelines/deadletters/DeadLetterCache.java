package io.userstream.pipelines.deadletters;

import com.google.common.base.Ticker;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import io.userstream.io.deadletters.NewestDeadLetters.Newest;
import io.userstream.runloop.servers.ServerException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads dead letters when somebody asks for them, and keeps them for some seconds, so that many
 * viewers cost the brokers as much as one. A failure is kept as well. Thread-safe.
 */
final class DeadLetterCache implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterCache.class);

  /** How long they are kept. */
  static final Duration KEPT = Duration.ofSeconds(5);

  /** A few of the threads of the status page, so that probes never wait. */
  static final int MAX_WAITING = 4;

  /** Longer than reading takes, and shorter than the time limit of a response. */
  private static final Duration PATIENCE = Duration.ofSeconds(7);

  private static final Duration IDLE_THREAD_LIMIT = Duration.ofSeconds(10);

  private final Supplier<Newest> reader;
  private final Ticker ticker;
  private final Semaphore waiting = new Semaphore(MAX_WAITING);
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          IDLE_THREAD_LIMIT.toSeconds(),
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          new ThreadFactoryBuilder().setNameFormat("dead-letters").setDaemon(true).build());

  @Nullable private CompletableFuture<Outcome> latest;

  /** Exactly one of the first two is not null. */
  private record Outcome(@Nullable Newest newest, @Nullable String problem, long endNanos) {}

  /**
   * Creates a cache that has read nothing.
   *
   * @param reader throws {@link ServerException} with the reason if it cannot read
   */
  DeadLetterCache(Supplier<Newest> reader, Ticker ticker) {
    this.reader = reader;
    this.ticker = ticker;
    thread.allowCoreThreadTimeOut(true);
  }

  /**
   * Returns the newest dead letters.
   *
   * @throws ServerException if they could not be read, or not soon enough
   */
  Newest get() {
    CompletableFuture<Outcome> read = latest();
    if (read.isDone()) {
      return result(read);
    }
    if (!waiting.tryAcquire()) {
      throw new ServerException(
          "Other viewers are waiting for the dead letters. Reload the page in a few seconds.");
    }
    try {
      return result(read);
    } finally {
      waiting.release();
    }
  }

  private synchronized CompletableFuture<Outcome> latest() {
    if (latest == null || isOld(latest)) {
      try {
        latest = CompletableFuture.supplyAsync(this::read, thread);
      } catch (RejectedExecutionException e) {
        throw new ServerException("The job is stopping.", e);
      }
    }
    return latest;
  }

  private boolean isOld(CompletableFuture<Outcome> read) {
    return read.isDone() && ticker.read() - read.join().endNanos() > KEPT.toNanos();
  }

  private Outcome read() {
    try {
      return new Outcome(reader.get(), null, ticker.read());
    } catch (ServerException e) {
      return new Outcome(null, e.getMessage(), ticker.read());
    } catch (RuntimeException e) {
      LOG.warn("cannot read dead letters for the status page", e);
      return new Outcome(null, "The dead letters could not be read.", ticker.read());
    }
  }

  private static Newest result(CompletableFuture<Outcome> read) {
    try {
      Outcome outcome = read.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (outcome.newest() == null) {
        throw new ServerException(outcome.problem());
      }
      return outcome.newest();
    } catch (TimeoutException e) {
      throw new ServerException(
          "Kafka has not returned the dead letters yet. Reload the page in a few seconds.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("The job is stopping.", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

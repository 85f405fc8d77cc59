package io.userstream.runloop.pool;

import java.lang.ref.Cleaner;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps connections open from one bundle to the next one in the same JVM, since a runner creates a
 * DoFn for every bundle. Thread-safe; each connection is used by one bundle at a time.
 *
 * <p>A runner may abandon a DoFn without tearing it down, as Spark's does with a step before the
 * one that fails. What such a DoFn has taken is closed when it is garbage collected.
 *
 * @param <K> what is connected to, with {@code equals} and {@code hashCode}
 * @param <T> a connection
 */
public final class BundlePool<K, T extends AutoCloseable> {
  private static final Logger LOG = LoggerFactory.getLogger(BundlePool.class);

  /** Shorter than the time after which brokers and firewalls close idle connections. */
  private static final Duration MAX_IDLE = Duration.ofMinutes(1);

  /** Renewed certificates, passwords and addresses are in use after this time. */
  private static final Duration MAX_AGE = Duration.ofMinutes(10);

  private static final Cleaner CLEANER = Cleaner.create();

  private static final ScheduledExecutorService SWEEPER =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "bundle-pool");
            thread.setDaemon(true);
            return thread;
          });

  private final Opener<K, T> opener;
  private final Duration maxIdle;
  private final InstantSource clock;

  /** The connections that no bundle uses, the last used one first. Guarded by this. */
  private final Map<K, Deque<Idle<T>>> idle = new HashMap<>();

  /** Opens a connection. */
  @FunctionalInterface
  public interface Opener<K, T> {
    T open(K key);
  }

  private record Idle<T>(T connection, Instant opened, Instant since) {}

  /**
   * Creates a pool, which closes what was idle for a minute, and replaces what is older than ten
   * minutes.
   */
  public BundlePool(Opener<K, T> opener) {
    this(opener, MAX_IDLE, InstantSource.system());
  }

  BundlePool(Opener<K, T> opener, Duration maxIdle, InstantSource clock) {
    this.opener = opener;
    this.maxIdle = maxIdle;
    this.clock = clock;
    long periodMs = Math.max(1, maxIdle.toMillis() / 2);
    ScheduledFuture<?> unused =
        SWEEPER.scheduleWithFixedDelay(this::closeIdle, periodMs, periodMs, TimeUnit.MILLISECONDS);
  }

  /**
   * Takes the connection that was given back last, or a new one.
   *
   * @throws RuntimeException what the opener throws
   */
  public Lease take(K key) {
    Idle<T> kept = lastOf(key);
    while (kept != null && !kept.opened().plus(MAX_AGE).isAfter(clock.instant())) {
      close(kept.connection());
      kept = lastOf(key);
    }
    return kept == null
        ? new Lease(key, opener.open(key), clock.instant())
        : new Lease(key, kept.connection(), kept.opened());
  }

  private synchronized Idle<T> lastOf(K key) {
    Deque<Idle<T>> ofKey = idle.get(key);
    return ofKey == null ? null : ofKey.pollFirst();
  }

  private synchronized void keep(K key, T connection, Instant opened) {
    idle.computeIfAbsent(key, unused -> new ArrayDeque<>())
        .addFirst(new Idle<>(connection, opened, clock.instant()));
  }

  private synchronized Iterable<Idle<T>> removeAll(K key) {
    Deque<Idle<T>> ofKey = idle.remove(key);
    return ofKey == null ? List.of() : ofKey;
  }

  private void closeIdle() {
    removeIdle().forEach(kept -> close(kept.connection()));
  }

  private synchronized List<Idle<T>> removeIdle() {
    Instant limit = clock.instant().minus(maxIdle);
    List<Idle<T>> removed = new ArrayList<>();
    Iterator<Deque<Idle<T>>> keys = idle.values().iterator();
    while (keys.hasNext()) {
      Deque<Idle<T>> ofKey = keys.next();
      while (!ofKey.isEmpty() && ofKey.peekLast().since().isBefore(limit)) {
        removed.add(ofKey.pollLast());
      }
      if (ofKey.isEmpty()) {
        keys.remove();
      }
    }
    return removed;
  }

  private static void close(AutoCloseable connection) {
    try {
      connection.close();
    } catch (Exception e) {
      LOG.debug("cannot close a connection", e);
    }
  }

  /**
   * The use of a connection by one bundle, until it is given back or discarded. Of several calls,
   * also from several threads, the first one counts.
   */
  public final class Lease {
    private final K key;
    private final T connection;
    private final Instant opened;
    private final End<T> end;

    private Lease(K key, T connection, Instant opened) {
      this.key = key;
      this.connection = connection;
      this.opened = opened;
      this.end = new End<>(connection);
      Cleaner.Cleanable unused = CLEANER.register(this, end);
    }

    /** Returns the connection. */
    public T connection() {
      return connection;
    }

    /** Keeps a connection that works, for the next bundle. */
    public void giveBack() {
      if (end.isFirst()) {
        keep(key, connection, opened);
      }
    }

    /**
     * Closes a connection that failed, and those of the same key that are not in use, since a
     * server that restarts breaks all of them.
     */
    public void discard() {
      if (end.isFirst()) {
        close(connection);
        removeAll(key).forEach(kept -> close(kept.connection()));
      }
    }
  }

  /** Ends a lease that was abandoned. Must not refer to it. */
  private static final class End<T extends AutoCloseable> implements Runnable {
    private final T connection;
    private final AtomicBoolean ended = new AtomicBoolean();

    End(T connection) {
      this.connection = connection;
    }

    boolean isFirst() {
      return !ended.getAndSet(true);
    }

    @Override
    public void run() {
      if (isFirst()) {
        close(connection);
      }
    }
  }
}

package io.userstream.runloop.pool;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.commons.pool2.BaseKeyedPooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericKeyedObjectPool;
import org.apache.commons.pool2.impl.GenericKeyedObjectPoolConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps connections open from one bundle to the next one in the same JVM, since a runner creates a
 * DoFn for every bundle. There are never more of them than concurrent bundles. Thread-safe; each
 * connection is used by one bundle at a time.
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

  private final GenericKeyedObjectPool<K, T> pool;

  /** Opens a connection. */
  @FunctionalInterface
  public interface Opener<K, T> {
    T open(K key) throws Exception;
  }

  /**
   * Creates a pool, which closes what was idle for a minute, and replaces what is older than ten
   * minutes.
   */
  public BundlePool(Opener<K, T> opener) {
    this(opener, MAX_IDLE, InstantSource.system());
  }

  BundlePool(Opener<K, T> opener, Duration maxIdle, InstantSource clock) {
    GenericKeyedObjectPoolConfig<T> config = new GenericKeyedObjectPoolConfig<>();
    config.setMaxTotal(-1);
    config.setMaxTotalPerKey(-1);
    config.setMaxIdlePerKey(-1);
    config.setTestOnBorrow(true);
    config.setMinEvictableIdleDuration(maxIdle);
    config.setTimeBetweenEvictionRuns(maxIdle.dividedBy(2));
    config.setNumTestsPerEvictionRun(-1);
    config.setJmxEnabled(false);
    pool = new GenericKeyedObjectPool<>(new Factory<>(opener, clock), config);
  }

  /**
   * Returns the connection that was given back last, or a new one. The caller gives it back or
   * discards it.
   *
   * @throws RuntimeException what the opener throws
   */
  public T take(K key) {
    try {
      return pool.borrowObject(key);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Keeps a connection that works, for the next bundle. */
  public void giveBack(K key, T connection) {
    pool.returnObject(key, connection);
  }

  /**
   * Closes a connection that failed, and those of the same key that are not in use, since a server
   * that restarts breaks all of them.
   */
  public void discard(K key, T connection) {
    try {
      pool.invalidateObject(key, connection);
    } catch (Exception e) {
      LOG.debug("cannot close a connection", e);
    }
    pool.clear(key);
  }

  private static final class Factory<K, T extends AutoCloseable>
      extends BaseKeyedPooledObjectFactory<K, T> {
    private final Opener<K, T> opener;
    private final InstantSource clock;

    Factory(Opener<K, T> opener, InstantSource clock) {
      this.opener = opener;
      this.clock = clock;
    }

    @Override
    public T create(K key) throws Exception {
      return opener.open(key);
    }

    @Override
    public PooledObject<T> wrap(T connection) {
      return new Opened<>(connection, clock.instant());
    }

    @Override
    public boolean validateObject(K key, PooledObject<T> kept) {
      return ((Opened<T>) kept).instant.plus(MAX_AGE).isAfter(clock.instant());
    }

    @Override
    public void destroyObject(K key, PooledObject<T> kept) throws Exception {
      kept.getObject().close();
    }
  }

  private static final class Opened<T> extends DefaultPooledObject<T> {
    private final Instant instant;

    Opened(T connection, Instant instant) {
      super(connection);
      this.instant = instant;
    }
  }
}

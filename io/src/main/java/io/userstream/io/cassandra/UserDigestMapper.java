package io.userstream.io.cassandra;

import com.datastax.driver.core.KeyspaceMetadata;
import com.datastax.driver.core.Metadata;
import com.datastax.driver.core.ResultSet;
import com.datastax.driver.core.Session;
import com.google.common.collect.AbstractIterator;
import com.google.common.util.concurrent.Uninterruptibles;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.Future;
import javax.annotation.Nullable;
import org.apache.beam.sdk.io.cassandra.Mapper;
import org.apache.beam.sdk.transforms.SerializableFunction;

/** Reads rows as {@link UserDigest}s and transforms them. Prefetches the next page. */
final class UserDigestMapper<T> implements Mapper<T> {
  /** Half of the driver's default page size of 5,000 rows. */
  private static final int FETCH_BELOW = 2_500;

  private final SerializableFunction<Iterator<UserDigest>, Iterator<T>> each;

  private UserDigestMapper(SerializableFunction<Iterator<UserDigest>, Iterator<T>> each) {
    this.each = each;
  }

  @Override
  public Iterator<T> map(ResultSet rows) {
    return each.apply(digests(rows));
  }

  private static Iterator<UserDigest> digests(ResultSet rows) {
    return new AbstractIterator<>() {
      @Nullable
      @Override
      protected UserDigest computeNext() {
        if (rows.isExhausted()) {
          return endOfData();
        }
        if (rows.getAvailableWithoutFetching() == FETCH_BELOW && !rows.isFullyFetched()) {
          var unused = rows.fetchMoreResults();
        }
        return UserDigest.of(rows.one());
      }
    };
  }

  @Override
  public Future<Void> saveAsync(T element) {
    throw new UnsupportedOperationException("the table is only read");
  }

  @Override
  public Future<Void> deleteAsync(T element) {
    throw new UnsupportedOperationException("the table is only read");
  }

  /**
   * Creates the mapper, when the driver knows the table. CassandraIO keeps its cluster for the life
   * of the JVM and looks up the table's key in it right after this call. The driver learns about a
   * new table up to a second late.
   */
  @SuppressWarnings("rawtypes") // required by CassandraIO
  static final class Factory<T> implements SerializableFunction<Session, Mapper> {
    private static final long serialVersionUID = 1L;

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final String keyspace;
    private final String table;
    private final SerializableFunction<Iterator<UserDigest>, Iterator<T>> each;

    Factory(
        String keyspace,
        String table,
        SerializableFunction<Iterator<UserDigest>, Iterator<T>> each) {
      this.keyspace = keyspace;
      this.table = table;
      this.each = each;
    }

    @Override
    public Mapper apply(Session session) {
      long startNanos = System.nanoTime();
      while (!isKnown(session.getCluster().getMetadata())) {
        if (System.nanoTime() - startNanos > LIMIT.toNanos()) {
          throw new IllegalStateException("table " + keyspace + "." + table + " is not there");
        }
        Uninterruptibles.sleepUninterruptibly(PAUSE);
      }
      return new UserDigestMapper<>(each);
    }

    private boolean isKnown(Metadata metadata) {
      KeyspaceMetadata known = metadata.getKeyspace(keyspace);
      return known != null && known.getTable(table) != null;
    }
  }
}

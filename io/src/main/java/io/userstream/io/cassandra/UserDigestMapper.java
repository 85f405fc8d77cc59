package io.userstream.io.cassandra;

import com.datastax.driver.core.ResultSet;
import com.datastax.driver.core.Session;
import com.google.common.collect.AbstractIterator;
import java.util.Iterator;
import java.util.concurrent.Future;
import javax.annotation.Nullable;
import org.apache.beam.sdk.io.cassandra.Mapper;
import org.apache.beam.sdk.transforms.SerializableFunction;

/** Reads rows as {@link UserDigest}s; asks for the next page while the last one is used up. */
final class UserDigestMapper implements Mapper<UserDigest> {
  /** Of the driver's default page of 5,000 rows. */
  private static final int FETCH_BELOW = 2_500;

  @Override
  public Iterator<UserDigest> map(ResultSet rows) {
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
  public Future<Void> saveAsync(UserDigest digest) {
    throw new UnsupportedOperationException("a digest is read alone");
  }

  @Override
  public Future<Void> deleteAsync(UserDigest digest) {
    throw new UnsupportedOperationException("a digest is read alone");
  }

  /** Makes the mapper, which needs nothing of the session. */
  @SuppressWarnings("rawtypes") // as CassandraIO has it
  static final class Factory implements SerializableFunction<Session, Mapper> {
    private static final long serialVersionUID = 1L;

    @Override
    public Mapper apply(Session session) {
      return new UserDigestMapper();
    }
  }
}

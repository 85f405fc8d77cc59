package io.userstream.io.cassandra;

import com.datastax.driver.core.BatchStatement;
import com.datastax.driver.core.Host;
import com.datastax.driver.core.Metadata;
import com.datastax.driver.core.ResultSet;
import com.datastax.driver.core.ResultSetFuture;
import com.datastax.driver.core.Session;
import com.datastax.driver.core.exceptions.DriverException;
import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.SettableFuture;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.annotation.Nullable;
import org.apache.beam.sdk.io.cassandra.Mapper;
import org.apache.beam.sdk.transforms.SerializableFunction;

/**
 * Writes {@link UserBatch}es. Groups writes for the same replicas into unlogged batches, which stay
 * below the limits at which a server logs a warning. {@link #saveAsync} blocks callers that are
 * faster than the server.
 */
final class UserBatchMapper implements Mapper<UserBatch> {
  /** Cassandra's default of {@code unlogged_batch_across_partitions_warn_threshold}. */
  private static final int MAX_STATEMENTS = 10;

  /** Cassandra's default of {@code batch_size_warn_threshold}, 5 KiB. */
  private static final int MAX_BYTES = 5 * 1024;

  /**
   * Maximum number of batches in flight per session. Each concurrent bundle has a session. More
   * batches would only queue in the server until writes time out.
   */
  private static final int MAX_IN_FLIGHT = 16;

  private final Session session;
  private final String keyspace;
  private final UserStatements statements;
  private final Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);

  UserBatchMapper(Session session, String keyspace, String table) {
    this.session = session;
    this.keyspace = Metadata.quoteIfNecessary(keyspace);
    this.statements = new UserStatements(session, keyspace, table);
  }

  /**
   * Writes a batch. The future completes when every write is acknowledged, and fails with a {@link
   * CassandraWriteException} if one is not.
   */
  @Override
  public Future<Void> saveAsync(UserBatch batch) {
    List<ResultSetFuture> futures = new ArrayList<>();
    for (List<UserStatements.Bound> sameReplicas : byReplicas(batch)) {
      BatchStatement next = new BatchStatement(BatchStatement.Type.UNLOGGED);
      int bytes = 0;
      for (UserStatements.Bound bound : sameReplicas) {
        if (next.size() == MAX_STATEMENTS
            || (next.size() > 0 && bytes + bound.bytes() > MAX_BYTES)) {
          futures.add(execute(next));
          next = new BatchStatement(BatchStatement.Type.UNLOGGED);
          bytes = 0;
        }
        next.add(bound.statement());
        bytes += bound.bytes();
      }
      futures.add(execute(next));
    }
    return allOf(futures);
  }

  /** Like Guava's allAsList, which logs the stack trace of every failure after the first. */
  private static Future<Void> allOf(List<ResultSetFuture> futures) {
    SettableFuture<Void> all = SettableFuture.create();
    if (futures.isEmpty()) {
      all.set(null);
    }
    AtomicInteger open = new AtomicInteger(futures.size());
    for (ResultSetFuture future : futures) {
      Futures.addCallback(
          future,
          new FutureCallback<ResultSet>() {
            @Override
            public void onSuccess(@Nullable ResultSet rows) {
              if (open.decrementAndGet() == 0) {
                all.set(null);
              }
            }

            @Override
            public void onFailure(Throwable fault) {
              all.setException(CassandraWriteException.of(fault));
            }
          },
          MoreExecutors.directExecutor());
    }
    return all;
  }

  private Collection<List<UserStatements.Bound>> byReplicas(UserBatch batch) {
    Metadata ring = session.getCluster().getMetadata();
    Map<Set<Host>, List<UserStatements.Bound>> groups = new LinkedHashMap<>();
    for (UserWrite write : batch.writes()) {
      UserStatements.Bound bound = statements.bind(write);
      groups
          .computeIfAbsent(
              ring.getReplicas(keyspace, bound.key().duplicate()), replicas -> new ArrayList<>())
          .add(bound);
    }
    return groups.values();
  }

  private ResultSetFuture execute(BatchStatement batch) {
    batch.setIdempotent(true);
    inFlight.acquireUninterruptibly();
    ResultSetFuture future = session.executeAsync(batch);
    future.addListener(inFlight::release, MoreExecutors.directExecutor());
    return future;
  }

  @Override
  public Future<Void> deleteAsync(UserBatch batch) {
    throw new UnsupportedOperationException("erasing a user is a write");
  }

  @Override
  public Iterator<UserBatch> map(ResultSet rows) {
    throw new UnsupportedOperationException("this mapper only writes");
  }

  /**
   * Creates the mapper of a session. CassandraIO calls it for every element, so it caches the last
   * mapper. Each copy of the DoFn has a copy of this factory and one session for its whole life.
   */
  @SuppressWarnings("rawtypes") // required by CassandraIO
  static final class Factory implements SerializableFunction<Session, Mapper> {
    private static final long serialVersionUID = 1L;

    private final String keyspace;
    private final String table;
    @Nullable private transient UserBatchMapper last;

    Factory(String keyspace, String table) {
      this.keyspace = keyspace;
      this.table = table;
    }

    @Override
    public Mapper apply(Session session) {
      if (last == null || last.session != session) {
        last = prepared(session);
      }
      return last;
    }

    private UserBatchMapper prepared(Session session) {
      try {
        return new UserBatchMapper(session, keyspace, table);
      } catch (DriverException e) {
        throw CassandraWriteException.of(e);
      }
    }
  }
}

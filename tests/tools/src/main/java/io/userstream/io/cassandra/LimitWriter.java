package io.userstream.io.cassandra;

import com.datastax.driver.core.BatchStatement;
import com.datastax.driver.core.ResultSet;
import com.datastax.driver.core.ResultSetFuture;
import com.datastax.driver.core.Session;
import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.annotation.Nullable;

/**
 * Writes users with only the driver, as the limit that {@code store} is measured against. It is in
 * this package so that it can send the very statements of {@code store}, which are package-private.
 *
 * <p>Rows go into unlogged batches with the same two limits, but in the order of the records: on a
 * single node, where the limit is measured, all rows have the same replicas. Thread-safe.
 */
public final class LimitWriter {
  /** As in {@link UserBatchMapper}: Cassandra's warning thresholds. */
  private static final int MAX_STATEMENTS = 10;

  private static final int MAX_BYTES = 5 * 1024;

  private final Session session;
  private final UserStatements statements;
  private final Semaphore inFlight;

  /**
   * Creates the only writer of a session.
   *
   * @param maxInFlight maximum number of batches that are sent and not acknowledged
   */
  public LimitWriter(Session session, String keyspace, String table, int maxInFlight) {
    this.session = session;
    this.statements = new UserStatements(session, keyspace, table);
    this.inFlight = new Semaphore(maxInFlight);
  }

  /** Begins a group of writes that are acknowledged together. */
  public Group group() {
    return new Group();
  }

  /** A group of writes. Not thread-safe. */
  public final class Group {
    private final CompletableFuture<Void> acknowledged = new CompletableFuture<>();

    /** Counts batches in flight, plus one until {@link #send} is called. */
    private final AtomicInteger open = new AtomicInteger(1);

    private BatchStatement next = new BatchStatement(BatchStatement.Type.UNLOGGED);
    private int bytes;

    /** Adds a write. Sends a full batch, and waits while too many are in flight. */
    public void add(UserWrite write) {
      UserStatements.Bound bound = statements.bind(write);
      if (next.size() == MAX_STATEMENTS || (next.size() > 0 && bytes + bound.bytes() > MAX_BYTES)) {
        execute();
      }
      next.add(bound.statement());
      bytes += bound.bytes();
    }

    /**
     * Sends the remaining writes. The future completes when every write of the group is
     * acknowledged, and fails with the driver's exception if one is not.
     */
    public CompletableFuture<Void> send() {
      if (next.size() > 0) {
        execute();
      }
      closeOne();
      return acknowledged;
    }

    private void execute() {
      next.setIdempotent(true);
      open.incrementAndGet();
      inFlight.acquireUninterruptibly();
      ResultSetFuture future = session.executeAsync(next);
      Futures.addCallback(
          future,
          new FutureCallback<ResultSet>() {
            @Override
            public void onSuccess(@Nullable ResultSet rows) {
              inFlight.release();
              closeOne();
            }

            @Override
            public void onFailure(Throwable fault) {
              inFlight.release();
              acknowledged.completeExceptionally(fault);
            }
          },
          MoreExecutors.directExecutor());
      next = new BatchStatement(BatchStatement.Type.UNLOGGED);
      bytes = 0;
    }

    private void closeOne() {
      if (open.decrementAndGet() == 0) {
        acknowledged.complete(null);
      }
    }
  }
}

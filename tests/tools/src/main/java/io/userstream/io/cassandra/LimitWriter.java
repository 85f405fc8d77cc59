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
 * Writes users with nothing around the driver, for the limit that {@code store} is measured
 * against. It stands in this package so that it sends the very statements of {@code store}, whose
 * class is nobody else's business.
 *
 * <p>Rows go into unlogged batches of the same two limits, but in the order of the records: on one
 * node all rows have the same replicas, and the limit is measured on one node. Safe for use by
 * several threads.
 */
public final class LimitWriter {
  /** As {@link UserBatchMapper}: Cassandra's warning thresholds. */
  private static final int MAX_STATEMENTS = 10;

  private static final int MAX_BYTES = 5 * 1024;

  private final Session session;
  private final UserStatements statements;
  private final Semaphore inFlight;

  /**
   * Makes the one writer of a session.
   *
   * @param maxInFlight batches that are sent and not acknowledged, at the most
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

  /** Some writes. For use by one thread. */
  public final class Group {
    private final CompletableFuture<Void> acknowledged = new CompletableFuture<>();

    /** Batches on their way, and one for {@link #send}, which has not been called yet. */
    private final AtomicInteger open = new AtomicInteger(1);

    private BatchStatement next = new BatchStatement(BatchStatement.Type.UNLOGGED);
    private int bytes;

    /** Adds a write; sends a batch when it is full, and waits while too many are in flight. */
    public void add(UserWrite write) {
      UserStatements.Bound bound = statements.bind(write);
      if (next.size() == MAX_STATEMENTS || (next.size() > 0 && bytes + bound.bytes() > MAX_BYTES)) {
        execute();
      }
      next.add(bound.statement());
      bytes += bound.bytes();
    }

    /**
     * Sends what is left. The future is done when every write of the group is acknowledged, and
     * fails with the driver's exception when one is not.
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

package io.userstream.pipelines.reconcile;

import io.userstream.io.kafka.Topics;
import io.userstream.io.postgres.PageRange;
import io.userstream.io.postgres.PostgresConnection;
import io.userstream.io.postgres.PublishedRows;
import io.userstream.io.postgres.RawSelection;
import io.userstream.io.postgres.RawUsersTable;
import io.userstream.runloop.servers.ServerException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.kafka.clients.admin.Admin;

/** The raw store as a side of the comparison. Thread-safe. */
final class RawSide {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final RawUsersTable table;
  private final PublishedRows rows;
  private final Duration timeout;

  private RawSide(RawUsersTable table, PublishedRows rows, Duration timeout) {
    this.table = table;
    this.rows = rows;
    this.timeout = timeout;
  }

  /**
   * Waits for the database; returns empty if none is configured.
   *
   * @throws ServerException if the database is down or the table is missing
   */
  static Optional<RawSide> require(ReconcileConfig config) throws InterruptedException {
    if (config.rawStore().isEmpty()) {
      return Optional.empty();
    }
    PostgresConnection connection = config.rawStore().get();
    Duration timeout = config.runner().connectTimeout();
    RawUsersTable table = RawUsersTable.require(connection, timeout);
    return Optional.of(new RawSide(table, new PublishedRows(connection), timeout));
  }

  /** Returns the time of the database, which also stamps marks. */
  Instant now() throws InterruptedException {
    return table.untilDone(timeout, table::now);
  }

  /** Returns the evidence that rows need which were marked until then. */
  RawEvidence evidence(Admin admin, FixedOffsets offsets, Instant asOf)
      throws InterruptedException {
    long tombstonesMs = new Topics(admin).deleteRetentionMs(offsets.topic());
    return new RawEvidence(offsets, asOf.toEpochMilli(), asOf.toEpochMilli() - tombstonesMs);
  }

  /** Adds the transforms that read all marks to a pipeline. */
  PCollection<KV<Integer, EvidenceBlock>> read(
      Pipeline pipeline, RawEvidence evidence, Packing packing) throws InterruptedException {
    List<PageRange> ranges = table.untilDone(timeout, rows::ranges);
    return pipeline
        .apply("RawPages", Create.of(ranges).withCoder(SerializableCoder.of(PageRange.class)))
        .apply("RawRows", ParDo.of(new ReadRawEvidence(rows, evidence, packing)))
        .setCoder(EvidenceBlockCoder.BY_BUCKET);
  }

  /** Returns the number of rows and of unpublished rows. */
  RawUsersTable.Counts counts() throws InterruptedException {
    return table.untilDone(timeout, () -> table.count(RawSelection.unpublished()));
  }

  /**
   * Returns the same after waiting for an ingest that is about to publish its rows.
   *
   * @param maxUnpublished returns immediately if no more rows than this are unpublished
   */
  RawUsersTable.Counts counts(long maxUnpublished, Settling settling) throws InterruptedException {
    RawUsersTable.Counts counts = counts();
    while (counts.unpublished() > maxUnpublished && !settling.isOver()) {
      Thread.sleep(PAUSE.toMillis());
      counts = counts();
    }
    return counts;
  }

  /**
   * Runs a comparison that reads the table, and retries it if the database was down.
   *
   * @throws ServerException if the database stays down
   */
  ReconcileResult untilDone(RawUsersTable.Work<ReconcileResult> comparison)
      throws InterruptedException {
    return table.untilDone(timeout, comparison);
  }
}

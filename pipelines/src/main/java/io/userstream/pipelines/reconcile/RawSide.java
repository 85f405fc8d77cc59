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

/** The raw store as a side of the comparison. Safe for use by several threads. */
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
   * Waits for the database; empty if none is configured.
   *
   * @throws ServerException when the database or the table is not there
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

  /** Returns the clock of the database, by which rows are marked. */
  Instant now() throws InterruptedException {
    return table.untilDone(timeout, table::now);
  }

  /** Returns what rows that were marked until that moment ask for. */
  RawEvidence evidence(Admin admin, FixedOffsets offsets, Instant asOf)
      throws InterruptedException {
    long tombstonesMs = new Topics(admin).deleteRetentionMs(offsets.topic());
    return new RawEvidence(offsets, asOf.toEpochMilli(), asOf.toEpochMilli() - tombstonesMs);
  }

  /** Adds the reading of all marks to a pipeline. */
  PCollection<KV<Integer, EvidenceBlock>> read(
      Pipeline pipeline, RawEvidence evidence, Packing packing) throws InterruptedException {
    List<PageRange> ranges = table.untilDone(timeout, rows::ranges);
    return pipeline
        .apply("RawPages", Create.of(ranges).withCoder(SerializableCoder.of(PageRange.class)))
        .apply("RawRows", ParDo.of(new ReadRawEvidence(rows, evidence, packing)))
        .setCoder(EvidenceBlockCoder.BY_BUCKET);
  }

  /** Returns the number of rows, and of those that were never published. */
  RawUsersTable.Counts counts() throws InterruptedException {
    return table.untilDone(timeout, () -> table.count(RawSelection.unpublished()));
  }

  /**
   * The same; waits for an ingest that is about to publish what it has written.
   *
   * @param maxUnpublished returns at once when no more than that are unpublished
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
   * Compares with a pipeline that reads the table; begins again when the database went away.
   *
   * @throws ServerException when it stays away
   */
  ReconcileResult untilDone(RawUsersTable.Work<ReconcileResult> comparison)
      throws InterruptedException {
    return table.untilDone(timeout, comparison);
  }
}

package io.userstream.pipelines.reconcile;

import io.userstream.io.decoding.RegisteredSchemas;
import io.userstream.io.decoding.SchemaLookupFactory;
import io.userstream.io.kafka.UsersTopic;
import io.userstream.io.options.OptionReader;
import io.userstream.io.postgres.RawUsersTable;
import io.userstream.pipelines.job.ExitCode;
import io.userstream.pipelines.job.Job;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/**
 * The reconcile job: compares what the users topic asks for with what stands in the table and among
 * the dead letters, and counts
 *
 * <pre>published = stored + erased + dead + in flight</pre>
 *
 * <p>Each of the five is counted where it stands, none is made of the others. One difference alone
 * always breaks the equation; two may cancel out (a missing row and an unexpected one), so it is
 * the differences that decide, not the sum.
 *
 * <p><b>What is compared</b> is fixed at the start: of each partition the records from the
 * beginning of the log to its last stable offset, and the offset that the store's group has
 * committed, or the beginning of the log where it has none. A group that has none at all although
 * there are records is an error, unless a member of it reads the topic. The table is read
 * afterwards: users who are published and stored in the meantime may show as differences, so stop
 * the store or the sources of users, or look again; with a settle timeout the job does both, it
 * waits for the store and looks again while users come.
 *
 * <ul>
 *   <li>A record at or above the committed offset is <em>in flight</em>. So is a key whose latest
 *       decodable record is in flight, once, whatever its row; and each record in flight that
 *       cannot be decoded, and each offset from the first open transaction to the high watermark.
 *   <li>Below it, the latest decodable record of a key decides: of one partition the highest
 *       offset, between partitions the latest write time. A user must have a row, with exactly its
 *       content in all columns: <em>stored</em>. A tombstone must have none: <em>erased</em>. (The
 *       write time of the row is not compared: it may differ by microseconds with the range in
 *       which the record was stored.)
 *   <li>A row whose key no record has is a difference, and counts as stored. One whose key is only
 *       in records that cannot be decoded is not: compaction keeps the latest record of a key, also
 *       a broken one, and takes the one behind the row. It counts as published and stored; nothing
 *       is left to compare its content with.
 *   <li>A record below the committed offset that cannot be decoded must have one dead letter, by
 *       the origin in its headers: <em>dead</em>. Every dead letter counts, so a second one of the
 *       same origin breaks the equation, and is a difference; so are one for a good record, and one
 *       of a partition that the topic does not have.
 *   <li>A dead letter whose origin is below the committed offset but no longer in the topic is of a
 *       record that was compacted away: published and dead. So is one whose place belongs to a
 *       record with another timestamp: the log lost the record in an unclean election. One whose
 *       origin is in flight is ignored, as are those of other topics and those without an origin.
 *   <li>With a raw store, a row that is marked as published to this topic must have left a record,
 *       a row of the table or a dead letter. One that has left nothing is a difference, or
 *       published and erased where compaction explains it, see {@link RawEvidence}. If the log must
 *       have the acknowledged record or a later one of the key and has neither, that is a
 *       difference, see {@link MarkComparison}. A row that became a dead letter is published and
 *       dead.
 *   <li><em>Published</em> are keys with a decodable record in the topic, records that cannot be
 *       decoded, those that were compacted away or lost but have left a row, a dead letter or a
 *       mark, and rows of the raw store that became dead letters.
 * </ul>
 */
public final class Reconcile {
  private final ReconcileConfig config;

  private Reconcile(ReconcileConfig config) {
    this.config = config;
  }

  /**
   * Reads the options; asks no server. The job ends with 0, or with 3 if something differs or a
   * limit is exceeded; what is in flight is no difference.
   *
   * @param reader gets what is wrong with them
   */
  public static Job read(ReconcileOptions options, OptionReader reader) {
    ReconcileConfig config = ReconcileConfig.read(options, reader);
    return out -> new Reconcile(config).run(out) ? ExitCode.DONE : ExitCode.DIFFERENCE;
  }

  /**
   * Compares, and prints the differences and the counts.
   *
   * @param out gets a line for each difference, as many as the options allow, a line for each limit
   *     that is exceeded, and as the last one the counts; with a raw store these go on with the
   *     rows there, and how many of them were never published. The result file gets the counts, and
   *     the seconds
   * @return whether all agrees and no limit is exceeded
   * @throws io.userstream.runloop.servers.ServerException if a server is down, a topic or the table
   *     is missing, a registered schema does not fit, the group has committed nothing, or the store
   *     does not catch up in time
   * @throws IOException if the result file cannot be written
   */
  private boolean run(PrintStream out) throws InterruptedException, IOException {
    long startNanos = System.nanoTime();
    Duration timeout = config.runner().connectTimeout();
    Optional<RawSide> rawSide = RawSide.require(config);
    config.topic().requireForStore(timeout);
    config.table().require(timeout);
    SchemaLookupFactory schemas =
        RegisteredSchemas.require(config.registry(), timeout, timeout, false);
    ReconcileReport report;
    try (Admin admin = config.topic().kafka().await(timeout)) {
      report = report(schemas, admin, rawSide);
    }
    report.print(out);
    config.resultFile().write(report.counts((System.nanoTime() - startNanos) / 1e9));
    return report.isWell();
  }

  private ReconcileReport report(
      SchemaLookupFactory schemas, Admin admin, Optional<RawSide> rawSide)
      throws InterruptedException {
    UsersTopic topic = config.topic();
    OffsetsQuery query = new OffsetsQuery(admin, topic.name(), topic.deadLetters(), config.group());
    Settling settling =
        new Settling(query, topic.name(), config.settleTimeout().orElse(Duration.ZERO));
    ReconcileResult result = new Comparison(config, schemas, admin, settling, rawSide).run();
    Optional<RawUsersTable.Counts> raw = Optional.empty();
    if (rawSide.isPresent()) {
      raw =
          Optional.of(
              rawSide.get().counts(config.maxUnpublished().orElse(Long.MAX_VALUE), settling));
    }
    return new ReconcileReport(result, raw, config.maxDead(), config.maxUnpublished());
  }
}

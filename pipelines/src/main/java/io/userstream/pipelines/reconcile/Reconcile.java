package io.userstream.pipelines.reconcile;

import io.userstream.io.decoding.RegisteredSchemas;
import io.userstream.io.decoding.SchemaLookupFactory;
import io.userstream.io.erasures.ErasureList;
import io.userstream.io.erasures.Erasures;
import io.userstream.io.kafka.UsersTopic;
import io.userstream.io.options.OptionReader;
import io.userstream.io.postgres.RawUsersTable;
import io.userstream.pipelines.job.ExitCode;
import io.userstream.pipelines.job.Job;
import io.userstream.pipelines.progress.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/**
 * The reconcile job: compares what the users topic requires with the table and the dead letters,
 * and counts
 *
 * <pre>published = stored + erased + dead + in flight</pre>
 *
 * <p>Each of the five is counted at its source; none is computed from the others. A single
 * difference always breaks the equation. Two may cancel out (a missing row and an unexpected one),
 * so the differences decide, not the sum.
 *
 * <p><b>The input</b> is fixed at the start: the records of each partition from the start of the
 * log to its last stable offset, and the committed offset of the store's group, or the start of the
 * log where it has none. A group without any committed offset is an error if there are records,
 * unless one of its members reads the topic. The table is read afterwards. Users who are published
 * and stored meanwhile may show up as differences, so stop the store or the sources of users, or
 * compare again. With a settle timeout, the job waits for the store and compares again while users
 * arrive.
 *
 * <p>With {@code --repair}, differences are repaired, and everything is compared again.
 *
 * <ul>
 *   <li>A record at or above the committed offset is <em>in flight</em>. The following count as in
 *       flight: each key whose latest decodable record is in flight, once, regardless of its row;
 *       each undecodable record in flight; and each offset from the first open transaction to the
 *       high watermark.
 *   <li>Below it, the latest decodable record of a key decides: the highest offset of a partition,
 *       and between partitions the latest write time. A user must have a row with the same content
 *       in all columns: <em>stored</em>. A tombstone must have no row: <em>erased</em>. (The write
 *       time of the row is not compared: it may differ by microseconds, depending on the range in
 *       which the record was stored.)
 *   <li>A row whose key has no record is a difference, and counts as stored. A row whose key has
 *       only undecodable records is not a difference: compaction keeps the latest record of a key,
 *       even an undecodable one, and removes the record of the row. It counts as published and
 *       stored; its content cannot be compared.
 *   <li>An undecodable record below the committed offset must have one dead letter, by the origin
 *       in its headers: <em>dead</em>. Every dead letter counts, so a second one with the same
 *       origin breaks the equation and is a difference. So are a dead letter for a decodable record
 *       and one of a partition that the topic does not have.
 *   <li>A dead letter whose origin is below the committed offset but no longer in the topic belongs
 *       to a compacted record: published and dead. So does one whose position belongs to a record
 *       with another timestamp: the log lost the record in an unclean election. Dead letters of
 *       records in flight, of other topics and without an origin are ignored.
 *   <li>A dead letter that a mark of {@code redrive} names, and whose record can be decoded or was
 *       compacted away, is <em>redriven</em>. Its record counts like every other one.
 *   <li>With an erasure list, a user on it must be absent: a row, a raw row, a dead letter, or a
 *       latest record that is not a tombstone, is a difference. An undecodable record of such a
 *       user needs no dead letter: published and erased.
 *   <li>With a raw store, a row that is marked as published to this topic must have left a record,
 *       a row of the table or a dead letter. Otherwise it is a difference, or published and erased
 *       if compaction explains it, see {@link RawEvidence}. If the log must have the acknowledged
 *       record or a later one of the key and has neither, that is a difference, see {@link
 *       MarkComparison}. A row that became a dead letter is published and dead.
 *   <li><em>Published</em> are keys with a decodable record in the topic; undecodable records;
 *       records that were compacted or lost but have left a row, a dead letter or a mark; and raw
 *       rows that became dead letters.
 * </ul>
 */
public final class Reconcile {
  private final ReconcileConfig config;
  private final Progress progress;

  private Reconcile(ReconcileConfig config, Progress progress) {
    this.config = config;
    this.progress = progress;
  }

  /**
   * Reads the options without asking a server. The job exits with 0, or with 3 if there is a
   * difference or a limit is exceeded. Records in flight are not a difference.
   *
   * @param reader receives problems with them
   */
  public static Job read(ReconcileOptions options, OptionReader reader) {
    ReconcileConfig config = ReconcileConfig.read(options, reader);
    return (out, progress) ->
        new Reconcile(config, progress).run(out) ? ExitCode.DONE : ExitCode.DIFFERENCE;
  }

  /**
   * Compares, and prints the differences and the counts.
   *
   * @param out receives the lines of a repair, if there is one; then a line per difference, up to
   *     the configured maximum, a line per exceeded limit, and finally the counts; with a raw store
   *     these include its rows and how many are unpublished. The result file receives the counts
   *     and the seconds
   * @return whether everything agrees and no limit is exceeded
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
    config.table().requireForReading(timeout);
    SchemaLookupFactory schemas =
        RegisteredSchemas.require(config.registry(), timeout, timeout, false);
    Erasures erasures =
        config.erasureKey().isPresent()
            ? new ErasureList(config.topic(), timeout).read(config.erasureKey())
            : Erasures.NONE;
    ReconcileReport report;
    try (Admin admin = config.topic().kafka().await(timeout)) {
      if (config.every().isPresent()) {
        return lookAgainAndAgain(schemas, erasures, admin, out);
      }
      report = report(schemas, erasures, admin, rawSide);
      Repairs repairs = report.result().repairs();
      if (config.repair() && !repairs.isEmpty()) {
        out.printf(
            Locale.ROOT,
            "%s: records=%d raw=%d%n",
            config.dryRun() ? "would repair" : "repairing",
            repairs.count(),
            repairs.rawRows().size());
        if (!config.dryRun()) {
          Repair.Done done = new Repair(config, schemas, erasures, admin, progress).run(repairs);
          out.printf(
              Locale.ROOT,
              "repaired: records=%d raw=%d offsets=%d%n",
              repairs.count(),
              done.published(),
              done.offsets());
          report = report(schemas, erasures, admin, rawSide);
        }
      }
    }
    report.print(out);
    config.resultFile().write(report.counts((System.nanoTime() - startNanos) / 1e9));
    return report.isWell();
  }

  /** Returns when the process is stopped: whether there was no difference. */
  private boolean lookAgainAndAgain(
      SchemaLookupFactory schemas, Erasures erasures, Admin admin, PrintStream out)
      throws InterruptedException, IOException {
    OffsetsQuery query = query(admin);
    Settling settling = new Settling(query, config.topic().name(), Duration.ZERO, progress);
    try (ReconcileStatus status = ReconcileStatus.open(config)) {
      new Looks(
              config,
              query,
              new Comparison(
                  config, schemas, erasures, admin, settling, Optional.empty(), progress),
              status)
          .run(out);
      return status.differences() == 0;
    }
  }

  private OffsetsQuery query(Admin admin) {
    UsersTopic topic = config.topic();
    return new OffsetsQuery(
        admin, topic.clientProperties(), topic.name(), topic.deadLetters(), config.group());
  }

  private ReconcileReport report(
      SchemaLookupFactory schemas, Erasures erasures, Admin admin, Optional<RawSide> rawSide)
      throws InterruptedException {
    UsersTopic topic = config.topic();
    OffsetsQuery query = query(admin);
    Settling settling =
        new Settling(query, topic.name(), config.settleTimeout().orElse(Duration.ZERO), progress);
    ReconcileResult result =
        new Comparison(config, schemas, erasures, admin, settling, rawSide, progress).run();
    Optional<RawUsersTable.Counts> raw = Optional.empty();
    if (rawSide.isPresent()) {
      raw =
          Optional.of(
              rawSide.get().counts(config.maxUnpublished().orElse(Long.MAX_VALUE), settling));
    }
    return new ReconcileReport(result, raw, config.maxDead(), config.maxUnpublished());
  }
}

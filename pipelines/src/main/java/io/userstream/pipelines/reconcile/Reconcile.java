package io.userstream.pipelines.reconcile;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.userstream.io.cassandra.ReadUserDigests;
import io.userstream.io.kafka.PartitionRange;
import io.userstream.io.kafka.Ranges;
import io.userstream.io.kafka.ReadRanges;
import io.userstream.io.postgres.RawSelection;
import io.userstream.io.postgres.RawUsersTable;
import io.userstream.pipelines.options.CassandraSettings;
import io.userstream.pipelines.options.ConnectSettings;
import io.userstream.pipelines.options.KafkaSettings;
import io.userstream.pipelines.options.OptionProblems;
import io.userstream.pipelines.options.RawStoreSettings;
import io.userstream.pipelines.options.RegistrySettings;
import io.userstream.pipelines.options.RequiredServers;
import io.userstream.pipelines.options.ResultFile;
import io.userstream.pipelines.options.RunnerSettings;
import io.userstream.pipelines.runner.RunnerContext;
import io.userstream.pipelines.store.RegisteredSchemas;
import io.userstream.pipelines.store.SchemaLookupFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
 * beginning of the log to its last committed transaction, and the offset that the store's group has
 * committed, or the beginning of the log where it has none. The table is read afterwards: users who
 * are published and stored in the meantime may show as differences, so stop the store or the
 * sources of users, or look again; with a settle timeout the job does both, it waits for the store
 * and looks again while users come.
 *
 * <ul>
 *   <li>A record at or above the committed offset is <em>in flight</em>. So is a key whose latest
 *       decodable record is in flight, once, whatever its row; and each record in flight that
 *       cannot be decoded.
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
 *       record that was compacted away: published and dead. One whose origin is in flight is
 *       ignored, as are those of other topics and those without an origin.
 *   <li><em>Published</em> are keys with a decodable record in the topic, records that cannot be
 *       decoded, and those that were compacted away but have left a row or a dead letter.
 * </ul>
 */
public final class Reconcile {
  private static final Logger LOG = LoggerFactory.getLogger(Reconcile.class);

  /**
   * Offsets that one worker reads at a time: what it makes of them is small, and there are enough
   * pieces for all workers.
   */
  private static final long CHUNK = 50_000;

  private static final int MAX_MAX_DIFFERENCES = 1_000;

  private Reconcile() {}

  /** What is wrong with the options, one line each; asks no server. */
  public static List<String> problems(ReconcileOptions options) {
    return new OptionProblems()
        .addAll(KafkaSettings.problems(options))
        .addAll(CassandraSettings.problems(options))
        .addAll(RegistrySettings.problems(options))
        .addAll(RawStoreSettings.problems(options))
        .addAll(ConnectSettings.problems(options))
        .addAll(RunnerSettings.problems(options))
        .addAll(ResultFile.problems(options))
        .range("maxDifferences", options.getMaxDifferences(), 0, MAX_MAX_DIFFERENCES)
        .duration("settleTimeout", options.getSettleTimeout(), "1s", "24h")
        .list();
  }

  /**
   * Compares, and prints the differences and the counts.
   *
   * @param out gets a line for each difference, as many as the options allow, and as the last one
   *     the counts; with a raw store these go on with the rows there, and how many of them were
   *     never published. The result file gets the counts, and the seconds
   * @return whether all agrees; what is in flight is no difference
   * @throws io.userstream.io.ServerException when a server, a topic or the table is not there, or
   *     the store does not come so far in time
   * @throws IOException when the result file cannot be written
   */
  public static boolean run(ReconcileOptions options, PrintStream out)
      throws InterruptedException, IOException {
    long startNanos = System.nanoTime();
    Optional<RawUsersTable> rawStore = RawStoreSettings.require(options);
    ReconcileResult result = reconcile(options);
    result.differences().forEach(out::println);
    long unnamed = result.differenceCount() - result.differences().size();
    if (unnamed > 0) {
      out.printf("and %d differences more (--maxDifferences)%n", unnamed);
    }
    out.println(result.summary() + (rawStore.isPresent() ? rawSide(options, rawStore.get()) : ""));
    ResultFile.write(options, counts(result, System.nanoTime() - startNanos));
    return result.agrees();
  }

  private static Map<String, Object> counts(ReconcileResult result, long nanos) {
    return ImmutableMap.of(
        "published", result.published(),
        "stored", result.stored(),
        "erased", result.erased(),
        "dead", result.dead(),
        "inFlight", result.inFlight(),
        "differences", result.differenceCount(),
        "seconds", nanos / 1e9);
  }

  private static String rawSide(ReconcileOptions options, RawUsersTable table)
      throws InterruptedException {
    RawUsersTable.Counts counts =
        table.untilDone(
            ConnectSettings.timeout(options), () -> table.count(RawSelection.unpublished()));
    return String.format(" raw=%d unpublished=%d", counts.rows(), counts.unpublished());
  }

  /**
   * Compares, by one run of a pipeline; by more of them when it is to wait until users have
   * settled.
   *
   * @throws io.userstream.io.ServerException when a server, a topic or the table is not there, a
   *     registered schema does not fit, or the store does not come so far in time
   */
  @SuppressWarnings("try") // The runner's context is open for as long as the pipeline runs.
  public static ReconcileResult reconcile(ReconcileOptions options) throws InterruptedException {
    RequiredServers.await(options);
    SchemaLookupFactory schemas =
        RegisteredSchemas.require(options, ConnectSettings.timeout(options), false);
    try (Admin admin = KafkaSettings.await(options, ConnectSettings.timeout(options))) {
      Settling settling = new Settling(admin, options);
      FixedOffsets offsets = settling.await();
      try (RunnerContext runner = RunnerSettings.open(options, "reconcile " + options.getTopic())) {
        ReconcileResult result = compare(options, offsets, schemas);
        while (!result.agrees() && settling.movedSince(offsets)) {
          LOG.info("{} differences, but users came in the meantime", result.differenceCount());
          offsets = settling.await();
          result = compare(options, offsets, schemas);
        }
        return result;
      }
    }
  }

  private static ReconcileResult compare(
      ReconcileOptions options, FixedOffsets offsets, SchemaLookupFactory schemas) {
    Pipeline pipeline = Pipeline.create(options);
    ResultMetric metric = new ResultMetric();
    buildPipeline(pipeline, options, offsets, schemas).apply("Result", ParDo.of(metric));
    var done = pipeline.run();
    done.waitUntilFinish();
    return metric.of(done);
  }

  private static PCollection<ReconcileResult> buildPipeline(
      Pipeline pipeline,
      ReconcileOptions options,
      FixedOffsets offsets,
      SchemaLookupFactory schemas) {
    ImmutableList<PartitionRange> chunks =
        offsets.ranges().stream()
            .flatMap(range -> range.pieces(CHUNK).stream())
            .collect(ImmutableList.toImmutableList());
    PCollection<Evidence> ofTopics =
        pipeline
            .apply("Ranges", Ranges.of(chunks).inBundles(Math.max(1, chunks.size())))
            .apply(
                "Topics",
                ReadRanges.from(KafkaSettings.clientProperties(options))
                    .as(
                        new TopicEvidence(offsets.topic(), offsets.deadLetterTopic(), schemas),
                        EvidenceCoder.of()));
    PCollection<Evidence> ofTable =
        pipeline
            .apply(
                "Table",
                ReadUserDigests.of(
                    CassandraSettings.connection(options),
                    options.getCassandraKeyspace(),
                    options.getCassandraTable()))
            .apply("Row", MapElements.into(TypeDescriptor.of(Evidence.class)).via(Evidence::row))
            .setCoder(EvidenceCoder.of());
    // Each record has a row, or is in the way of one.
    long expected = 2 * offsets.span();
    return PCollectionList.of(ofTopics)
        .and(ofTable)
        .apply("All", Flatten.pCollections())
        .apply("Reconcile", new CompareEvidence(offsets, expected, options.getMaxDifferences()));
  }
}

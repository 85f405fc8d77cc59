package io.userstream.pipelines.reconcile;

import com.google.common.collect.ImmutableList;
import io.userstream.io.cassandra.ReadUserDigests;
import io.userstream.io.decoding.SchemaLookupFactory;
import io.userstream.runloop.ranges.PartitionRange;
import io.userstream.runloop.ranges.Ranges;
import io.userstream.runloop.ranges.ReadRanges;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/** The pipeline of {@link Reconcile}, which reads both topics and the table and compares them. */
final class ReconcilePipeline {
  /** Minimum number of offsets that a worker reads at a time, for enough chunks for all workers. */
  private static final long MIN_CHUNK = 50_000;

  /** Each chunk adds a block to most buckets, so chunks grow with the topic. */
  private static final long MAX_CHUNKS = 2_000;

  private final ReconcileConfig config;
  private final FixedOffsets offsets;
  private final SchemaLookupFactory schemas;
  private final Packing packing;

  /**
   * Prepares the pipeline.
   *
   * @param store holds the evidence between reading and comparison
   */
  ReconcilePipeline(
      ReconcileConfig config, FixedOffsets offsets, SchemaLookupFactory schemas, BlockStore store) {
    this.config = config;
    this.offsets = offsets;
    this.schemas = schemas;
    // Every row has or had a record in the log, so the table is at most as large.
    this.packing =
        offsets.window()
            ? Packing.ofWindow(2 * offsets.span(), store)
            : Packing.of(2 * offsets.end(), store);
  }

  /** Builds the pipeline. Reads the raw store if there is one. */
  PCollection<ReconcileResult> build(
      Pipeline pipeline, Optional<RawSide> rawSide, Optional<RawEvidence> rawEvidence)
      throws InterruptedException {
    PCollection<KV<Integer, EvidenceBlock>> topics = topics(pipeline);
    PCollectionList<KV<Integer, EvidenceBlock>> sides =
        PCollectionList.of(topics).and(offsets.window() ? rowsOf(topics) : table(pipeline));
    if (rawSide.isPresent()) {
      sides = sides.and(rawSide.get().read(pipeline, rawEvidence.orElseThrow(), packing));
    }
    return sides
        .apply("All", Flatten.pCollections())
        .apply("Reconcile", new CompareEvidence(offsets, packing.store(), config.maxDifferences()));
  }

  private PCollection<KV<Integer, EvidenceBlock>> topics(Pipeline pipeline) {
    ImmutableList<PartitionRange> ranges = offsets.ranges();
    long span = ranges.stream().mapToLong(PartitionRange::span).sum();
    long chunk = Math.max(MIN_CHUNK, span / MAX_CHUNKS);
    ImmutableList<PartitionRange> chunks =
        ranges.stream()
            .flatMap(range -> range.pieces(chunk).stream())
            .collect(ImmutableList.toImmutableList());
    TopicEvidence evidence = new TopicEvidence(offsets, config.encryption(), schemas);
    return pipeline
        .apply("Ranges", Ranges.of(chunks).inBundles(Math.max(1, chunks.size())))
        .apply(
            "Topics",
            ReadRanges.from(config.topic().clientProperties())
                .as(new PackRecords(evidence, packing), EvidenceBlockCoder.BY_BUCKET));
  }

  /** Reads only the rows of users with evidence. */
  private PCollection<KV<Integer, EvidenceBlock>> rowsOf(
      PCollection<KV<Integer, EvidenceBlock>> topics) {
    return topics
        .apply("Ids", ParDo.of(new IdsFn(packing.store())))
        .apply(
            "Rows",
            ReadUserDigests.of(config.table())
                .as(new PackRows(packing), EvidenceBlockCoder.BY_BUCKET)
                .byId());
  }

  private PCollection<KV<Integer, EvidenceBlock>> table(Pipeline pipeline) {
    return pipeline.apply(
        "Table",
        ReadUserDigests.of(config.table())
            .expecting(offsets.end())
            .as(new PackRows(packing), EvidenceBlockCoder.BY_BUCKET));
  }
}

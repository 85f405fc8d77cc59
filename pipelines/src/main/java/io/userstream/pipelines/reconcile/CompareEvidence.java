package io.userstream.pipelines.reconcile;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.erasures.Erasures;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/** Groups the evidence by key and compares it. Outputs one result for all keys. */
final class CompareEvidence
    extends PTransform<PCollection<KV<Integer, EvidenceBlock>>, PCollection<ReconcileResult>> {
  private static final long serialVersionUID = 1L;

  private final String topic;
  private final ImmutableMap<Integer, Long> committed;
  private final Erasures erasures;
  private final BlockStore store;
  private final int maxDifferences;

  /**
   * Prepares the comparison.
   *
   * @param store holds the bytes of the blocks
   * @param maxDifferences the maximum number of differences that the result lists
   */
  CompareEvidence(FixedOffsets offsets, BlockStore store, int maxDifferences) {
    this.topic = offsets.topic();
    this.committed = offsets.committed();
    this.erasures = offsets.erasures();
    this.store = store;
    this.maxDifferences = maxDifferences;
  }

  @Override
  public PCollection<ReconcileResult> expand(PCollection<KV<Integer, EvidenceBlock>> blocks) {
    return blocks
        .apply("Meet", GroupByKey.create())
        .apply(
            "Compare",
            ParDo.of(new CompareBucket(topic, committed, erasures, store, maxDifferences)))
        .setCoder(SerializableCoder.of(ReconcileResult.class))
        .apply("Sum", Combine.globally(new SumFn(maxDifferences)));
  }

  private static final class SumFn extends Combine.BinaryCombineFn<ReconcileResult> {
    private static final long serialVersionUID = 1L;

    private final int maxDifferences;

    SumFn(int maxDifferences) {
      this.maxDifferences = maxDifferences;
    }

    @Override
    public ReconcileResult apply(ReconcileResult left, ReconcileResult right) {
      return left.plus(right, maxDifferences);
    }

    @Override
    public ReconcileResult identity() {
      return ReconcileResult.NOTHING;
    }
  }
}

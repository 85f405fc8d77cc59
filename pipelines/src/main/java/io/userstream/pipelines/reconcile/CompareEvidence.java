package io.userstream.pipelines.reconcile;

import com.google.common.collect.ImmutableMap;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;

/** Brings the evidence of each key together and compares it: one result, of all keys. */
final class CompareEvidence
    extends PTransform<PCollection<Evidence>, PCollection<ReconcileResult>> {
  private static final long serialVersionUID = 1L;

  /** Some thousand keys: little memory, and few buckets. */
  private static final int EVIDENCE_PER_BUCKET = 10_000;

  /** Work for several workers even where the topic is small and the table is not. */
  private static final int MIN_BUCKETS = 64;

  private final String topic;
  private final ImmutableMap<Integer, Long> committed;
  private final int buckets;
  private final int maxDifferences;

  /**
   * Prepares the comparison.
   *
   * @param expected how much evidence there will be, about
   * @param maxDifferences how many differences the result lists at the most
   */
  CompareEvidence(FixedOffsets offsets, long expected, int maxDifferences) {
    this.topic = offsets.topic();
    this.committed = offsets.committed();
    this.buckets =
        (int) Math.max(MIN_BUCKETS, Math.min(expected / EVIDENCE_PER_BUCKET, Integer.MAX_VALUE));
    this.maxDifferences = maxDifferences;
  }

  @Override
  public PCollection<ReconcileResult> expand(PCollection<Evidence> evidence) {
    int count = buckets; // So that the function does not carry this transform.
    return evidence
        .apply(
            "Bucket",
            WithKeys.<Integer, Evidence>of(each -> each.bucket(count))
                .withKeyType(TypeDescriptors.integers()))
        .setCoder(KvCoder.of(VarIntCoder.of(), EvidenceCoder.of()))
        .apply("Meet", GroupByKey.create())
        .apply("Compare", ParDo.of(new CompareBucket(topic, committed, maxDifferences)))
        .setCoder(ReconcileResultCoder.of())
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

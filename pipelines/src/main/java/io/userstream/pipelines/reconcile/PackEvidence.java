package io.userstream.pipelines.reconcile;

import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/**
 * Packs the evidence that elements are, in the global window.
 *
 * @param <T> the elements
 */
final class PackEvidence<T> extends DoFn<T, KV<Integer, EvidenceBlock>> {
  private static final long serialVersionUID = 1L;

  /** Of what comes out. */
  static final KvCoder<Integer, EvidenceBlock> CODER =
      KvCoder.of(VarIntCoder.of(), EvidenceBlockCoder.of());

  private final SerializableFunction<T, Evidence> evidence;
  private final Packing packing;
  private transient EvidencePacker packer;

  PackEvidence(SerializableFunction<T, Evidence> evidence, Packing packing) {
    this.evidence = evidence;
    this.packing = packing;
  }

  @StartBundle
  public void startBundle() {
    packer = new EvidencePacker(packing);
  }

  @ProcessElement
  public void processElement(
      @Element T element, OutputReceiver<KV<Integer, EvidenceBlock>> receiver) {
    packer.add(evidence.apply(element), receiver::output);
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    packer.flush(block -> context.output(block, Instant.now(), GlobalWindow.INSTANCE));
  }
}

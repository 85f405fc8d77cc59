package io.userstream.pipelines.reconcile;

import io.userstream.runloop.ranges.RecordFn;
import io.userstream.runloop.ranges.SourceRecord;
import java.util.function.Consumer;
import org.apache.beam.sdk.values.KV;

/** Packs the evidence of records where they are read, to avoid one Beam element per record. */
final class PackRecords implements RecordFn<KV<Integer, EvidenceBlock>> {
  private static final long serialVersionUID = 1L;

  private final RecordFn<Evidence> evidence;
  private final Packing packing;
  private transient EvidencePacker packer;

  PackRecords(RecordFn<Evidence> evidence, Packing packing) {
    this.evidence = evidence;
    this.packing = packing;
  }

  @Override
  public void setUp() {
    evidence.setUp();
  }

  @Override
  public void startBundle() {
    packer = new EvidencePacker(packing);
    evidence.startBundle();
  }

  @Override
  public void process(SourceRecord record, Consumer<KV<Integer, EvidenceBlock>> output) {
    ReadProgress.READ.inc();
    evidence.process(record, each -> packer.add(each, output));
  }

  @Override
  public void finishBundle(Consumer<KV<Integer, EvidenceBlock>> output) {
    evidence.finishBundle(each -> packer.add(each, output));
    packer.flush(output);
  }

  @Override
  public void tearDown() {
    evidence.tearDown();
  }
}

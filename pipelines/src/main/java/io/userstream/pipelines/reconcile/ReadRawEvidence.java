package io.userstream.pipelines.reconcile;

import io.userstream.io.postgres.PageRange;
import io.userstream.io.postgres.PublishedRows;
import java.sql.SQLException;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/** Reads the marks of the raw store, some pages per element, and packs their evidence. */
final class ReadRawEvidence extends DoFn<PageRange, KV<Integer, EvidenceBlock>> {
  private static final long serialVersionUID = 1L;

  private final PublishedRows rows;
  private final RawEvidence evidence;
  private final Packing packing;
  private transient EvidencePacker packer;

  ReadRawEvidence(PublishedRows rows, RawEvidence evidence, Packing packing) {
    this.rows = rows;
    this.evidence = evidence;
    this.packing = packing;
  }

  @StartBundle
  public void startBundle() {
    packer = new EvidencePacker(packing);
  }

  @ProcessElement
  public void processElement(
      @Element PageRange range, OutputReceiver<KV<Integer, EvidenceBlock>> receiver)
      throws SQLException {
    rows.read(
        range,
        evidence.offsets().topic(),
        row -> evidence.of(row).ifPresent(each -> packer.add(each, receiver::output)));
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    packer.flush(block -> context.output(block, Instant.now(), GlobalWindow.INSTANCE));
  }
}

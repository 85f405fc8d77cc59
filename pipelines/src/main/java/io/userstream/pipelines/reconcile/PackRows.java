package io.userstream.pipelines.reconcile;

import com.google.common.collect.AbstractIterator;
import io.userstream.io.cassandra.UserDigest;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import javax.annotation.Nullable;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.KV;

/** Packs the evidence of rows where they are read, to avoid one Beam element per row. */
final class PackRows
    implements SerializableFunction<Iterator<UserDigest>, Iterator<KV<Integer, EvidenceBlock>>> {
  private static final long serialVersionUID = 1L;

  private final Packing packing;

  PackRows(Packing packing) {
    this.packing = packing;
  }

  @Override
  public Iterator<KV<Integer, EvidenceBlock>> apply(Iterator<UserDigest> rows) {
    EvidencePacker packer = new EvidencePacker(packing);
    Queue<KV<Integer, EvidenceBlock>> blocks = new ArrayDeque<>();
    return new AbstractIterator<>() {
      @Nullable
      @Override
      protected KV<Integer, EvidenceBlock> computeNext() {
        while (blocks.isEmpty() && rows.hasNext()) {
          packer.add(Evidence.row(rows.next()), blocks::add);
          ReadProgress.READ.inc();
        }
        if (blocks.isEmpty()) {
          packer.flush(blocks::add);
        }
        return blocks.isEmpty() ? endOfData() : blocks.remove();
      }
    };
  }
}

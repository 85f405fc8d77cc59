package io.userstream.pipelines.reconcile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.apache.beam.sdk.values.KV;

/** Packs evidence into blocks by bucket. Not thread-safe. */
final class EvidencePacker {
  /** Size of a block. */
  private static final int BLOCK_BYTES = 64 << 10;

  /** Maximum size of all open blocks, and so the memory per worker. */
  private static final int MAX_BYTES = 4 << 20;

  private final Packing packing;
  private final ByteArrayOutputStream[] open;
  private final EvidenceCoder coder = EvidenceCoder.of();
  private int bytes;

  EvidencePacker(Packing packing) {
    this.packing = packing;
    this.open = new ByteArrayOutputStream[packing.buckets()];
  }

  /**
   * Adds evidence.
   *
   * @param output receives full blocks by bucket
   */
  void add(Evidence evidence, Consumer<KV<Integer, EvidenceBlock>> output) {
    int bucket = evidence.bucket(packing.buckets());
    if (open[bucket] == null) {
      open[bucket] = new ByteArrayOutputStream();
    }
    int before = open[bucket].size();
    try {
      coder.encode(evidence, open[bucket]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    bytes += open[bucket].size() - before;
    if (open[bucket].size() >= BLOCK_BYTES) {
      close(bucket, output);
    } else if (bytes >= MAX_BYTES) {
      flush(output);
    }
  }

  /** Outputs all open blocks. */
  void flush(Consumer<KV<Integer, EvidenceBlock>> output) {
    for (int bucket = 0; bucket < open.length; bucket++) {
      if (open[bucket] != null) {
        close(bucket, output);
      }
    }
  }

  private void close(int bucket, Consumer<KV<Integer, EvidenceBlock>> output) {
    byte[] block = open[bucket].toByteArray();
    open[bucket] = null;
    bytes -= block.length;
    output.accept(KV.of(bucket, packing.store().put(block)));
  }
}

package io.userstream.pipelines.reconcile;

import com.google.auto.value.AutoValue;
import javax.annotation.Nullable;

/**
 * The encoded evidence of some hundreds of records and rows of one bucket: its bytes, or their
 * position in a {@link BlockStore}. Immutable.
 */
@AutoValue
abstract class EvidenceBlock {
  /** Returns the bytes; null if they are in the store. */
  @Nullable
  @SuppressWarnings("mutable") // encoded once and read once: no copies
  abstract byte[] bytes();

  /** Returns the position in the store; 0 for a block with bytes. */
  abstract long position();

  /** Returns the number of bytes. */
  abstract int length();

  static EvidenceBlock inline(byte[] bytes) {
    return new AutoValue_EvidenceBlock(bytes, 0, bytes.length);
  }

  static EvidenceBlock stored(long position, int length) {
    return new AutoValue_EvidenceBlock(null, position, length);
  }
}

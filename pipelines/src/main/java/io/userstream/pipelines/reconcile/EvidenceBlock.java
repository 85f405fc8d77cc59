package io.userstream.pipelines.reconcile;

import com.google.auto.value.AutoValue;
import javax.annotation.Nullable;

/**
 * Encoded evidence of one bucket, some hundreds of records and rows: its bytes, or their place in a
 * {@link BlockStore}. Immutable.
 */
@AutoValue
abstract class EvidenceBlock {
  /** The bytes; null when they are in the store. */
  @Nullable
  @SuppressWarnings("mutable") // encoded once and read once: no copies
  abstract byte[] bytes();

  /** Place in the store; 0 for a block that has its bytes. */
  abstract long position();

  /** Number of bytes. */
  abstract int length();

  static EvidenceBlock inline(byte[] bytes) {
    return new AutoValue_EvidenceBlock(bytes, 0, bytes.length);
  }

  static EvidenceBlock stored(long position, int length) {
    return new AutoValue_EvidenceBlock(null, position, length);
  }
}

package io.userstream.pipelines.reconcile;

import java.io.Serializable;

/**
 * Holds the bytes of blocks between reading and comparison. Each copy of a DoFn uses its own copy
 * of the store.
 */
interface BlockStore extends Serializable {
  /** Keeps the bytes in the block, for runners that shuffle through files. */
  BlockStore INLINE =
      new BlockStore() {
        private static final long serialVersionUID = 1L;

        @Override
        public EvidenceBlock put(byte[] bytes) {
          return EvidenceBlock.inline(bytes);
        }

        @Override
        public byte[] get(EvidenceBlock block) {
          return block.bytes();
        }
      };

  /** Stores bytes. The array must not change afterwards. */
  EvidenceBlock put(byte[] bytes);

  /** Returns the bytes of a block. */
  byte[] get(EvidenceBlock block);
}

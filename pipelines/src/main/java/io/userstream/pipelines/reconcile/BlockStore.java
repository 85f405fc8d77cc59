package io.userstream.pipelines.reconcile;

import java.io.Serializable;

/**
 * Decides where the bytes of blocks are between the reading and the comparison. A copy of it works
 * in each copy of a DoFn.
 */
interface BlockStore extends Serializable {
  /** Leaves the bytes in the block, for a runner that shuffles through files itself. */
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

  /** Takes bytes; the array must not change afterwards. */
  EvidenceBlock put(byte[] bytes);

  /** Returns the bytes of a block. */
  byte[] get(EvidenceBlock block);
}

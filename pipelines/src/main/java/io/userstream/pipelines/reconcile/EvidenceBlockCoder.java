package io.userstream.pipelines.reconcile;

import com.google.common.io.ByteStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.util.VarInt;

/** Encodes {@link EvidenceBlock}s as bytes or as their position. */
final class EvidenceBlockCoder extends AtomicCoder<EvidenceBlock> {
  private static final long serialVersionUID = 1L;
  private static final EvidenceBlockCoder INSTANCE = new EvidenceBlockCoder();

  /** Encodes blocks with their buckets. */
  static final KvCoder<Integer, EvidenceBlock> BY_BUCKET = KvCoder.of(VarIntCoder.of(), INSTANCE);

  private static final int INLINE = 0;
  private static final int STORED = 1;

  private EvidenceBlockCoder() {}

  static EvidenceBlockCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(EvidenceBlock value, OutputStream out) throws IOException {
    out.write(value.bytes() == null ? STORED : INLINE);
    VarInt.encode(value.length(), out);
    if (value.bytes() == null) {
      VarInt.encode(value.position(), out);
    } else {
      out.write(value.bytes());
    }
  }

  @Override
  public EvidenceBlock decode(InputStream in) throws IOException {
    boolean inline = in.read() == INLINE;
    int length = VarInt.decodeInt(in);
    if (!inline) {
      return EvidenceBlock.stored(VarInt.decodeLong(in), length);
    }
    byte[] bytes = new byte[length];
    ByteStreams.readFully(in, bytes);
    return EvidenceBlock.inline(bytes);
  }
}

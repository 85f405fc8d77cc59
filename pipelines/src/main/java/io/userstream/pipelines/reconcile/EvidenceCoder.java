package io.userstream.pipelines.reconcile;

import com.google.common.collect.ImmutableList;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.util.VarInt;

/** Encodes {@link Evidence} in 17 to 43 bytes if it has an id. */
final class EvidenceCoder extends AtomicCoder<Evidence> {
  private static final long serialVersionUID = 1L;
  private static final EvidenceCoder INSTANCE = new EvidenceCoder();
  private static final ImmutableList<Evidence.Kind> KINDS =
      ImmutableList.copyOf(Evidence.Kind.values());
  private static final int HAS_ID = 0x80;

  private EvidenceCoder() {}

  static EvidenceCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Evidence value, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeByte(KINDS.indexOf(value.kind()) | (value.id() == null ? 0 : HAS_ID));
    if (value.id() != null) {
      data.writeLong(value.id().getMostSignificantBits());
      data.writeLong(value.id().getLeastSignificantBits());
    }
    if (value.kind().hasPlace()) {
      VarInt.encode(value.partition() - Evidence.NO_PLACE, data);
      VarInt.encode(value.offset() - Evidence.NO_PLACE, data);
    }
    if (value.kind().isState()) {
      data.writeLong(value.writeTimeMicros());
    }
    if (value.kind().isOfRecord()) {
      // Usually one byte, because a write time is close to the timestamp.
      VarInt.encode(value.writeTimeMicros() / 1_000 - value.timestampMs(), data);
    }
    if (value.kind() == Evidence.Kind.USER || value.kind() == Evidence.Kind.ROW) {
      data.writeLong(value.fingerprint());
    }
  }

  @Override
  public Evidence decode(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    int first = data.readUnsignedByte();
    Evidence.Kind kind = KINDS.get(first & ~HAS_ID);
    UUID id = (first & HAS_ID) == 0 ? null : new UUID(data.readLong(), data.readLong());
    int partition = kind.hasPlace() ? VarInt.decodeInt(data) + Evidence.NO_PLACE : 0;
    long offset = kind.hasPlace() ? VarInt.decodeLong(data) + Evidence.NO_PLACE : 0;
    long writeTimeMicros = kind.isState() ? data.readLong() : 0;
    long timestampMs = kind.isOfRecord() ? writeTimeMicros / 1_000 - VarInt.decodeLong(data) : 0;
    return new Evidence(
        kind,
        id,
        partition,
        offset,
        timestampMs,
        writeTimeMicros,
        kind == Evidence.Kind.USER || kind == Evidence.Kind.ROW ? data.readLong() : 0);
  }
}

package io.userstream.runloop.ranges;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviders;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Encodes {@link PartitionRange}s. */
public final class PartitionRangeCoder extends AtomicCoder<PartitionRange> {
  private static final long serialVersionUID = 1L;
  private static final PartitionRangeCoder INSTANCE = new PartitionRangeCoder();

  private PartitionRangeCoder() {}

  public static PartitionRangeCoder of() {
    return INSTANCE;
  }

  /** Called by Beam because of the annotation of {@link PartitionRange}. */
  public static CoderProvider getCoderProvider() {
    return CoderProviders.forCoder(TypeDescriptor.of(PartitionRange.class), INSTANCE);
  }

  @Override
  public void encode(PartitionRange value, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(value.topic(), out);
    VarIntCoder.of().encode(value.partition(), out);
    VarLongCoder.of().encode(value.start(), out);
    VarLongCoder.of().encode(value.stop(), out);
  }

  @Override
  public PartitionRange decode(InputStream in) throws IOException {
    return PartitionRange.of(
        StringUtf8Coder.of().decode(in),
        VarIntCoder.of().decode(in),
        VarLongCoder.of().decode(in),
        VarLongCoder.of().decode(in));
  }
}

package io.userstream.io.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;

/** Encodes {@link DeadLetter}s. */
public final class DeadLetterCoder extends AtomicCoder<DeadLetter> {
  private static final long serialVersionUID = 1L;
  private static final DeadLetterCoder INSTANCE = new DeadLetterCoder();
  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();

  private DeadLetterCoder() {}

  public static DeadLetterCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(DeadLetter value, OutputStream out) throws IOException {
    SourceRecordCoder.of().encode(value.record(), out);
    TEXT.encode(value.reason(), out);
    TEXT.encode(value.detail(), out);
    VarIntCoder.of().encode(value.attempt(), out);
  }

  @Override
  public DeadLetter decode(InputStream in) throws IOException {
    return DeadLetter.of(
        SourceRecordCoder.of().decode(in),
        TEXT.decode(in),
        TEXT.decode(in),
        VarIntCoder.of().decode(in));
  }
}

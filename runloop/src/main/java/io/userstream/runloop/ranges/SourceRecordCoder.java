package io.userstream.runloop.ranges;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviders;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Encodes {@link SourceRecord}s with their headers. */
public final class SourceRecordCoder extends AtomicCoder<SourceRecord> {
  private static final long serialVersionUID = 1L;
  private static final SourceRecordCoder INSTANCE = new SourceRecordCoder();
  private static final Coder<byte[]> BYTES = NullableCoder.of(ByteArrayCoder.of());
  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();
  private static final VarLongCoder LONG = VarLongCoder.of();
  private static final VarIntCoder INT = VarIntCoder.of();

  private SourceRecordCoder() {}

  public static SourceRecordCoder of() {
    return INSTANCE;
  }

  /** Called by Beam because of the annotation of {@link SourceRecord}. */
  public static CoderProvider getCoderProvider() {
    return CoderProviders.forCoder(TypeDescriptor.of(SourceRecord.class), INSTANCE);
  }

  @Override
  public void encode(SourceRecord value, OutputStream out) throws IOException {
    TEXT.encode(value.topic(), out);
    INT.encode(value.partition(), out);
    LONG.encode(value.offset(), out);
    LONG.encode(value.timestampMs(), out);
    LONG.encode(value.writeTimeMicros(), out);
    BYTES.encode(value.key(), out);
    BYTES.encode(value.value(), out);
    Header[] headers = value.headers().toArray();
    INT.encode(headers.length, out);
    for (Header header : headers) {
      TEXT.encode(header.key(), out);
      BYTES.encode(header.value(), out);
    }
  }

  @Override
  public SourceRecord decode(InputStream in) throws IOException {
    String topic = TEXT.decode(in);
    int partition = INT.decode(in);
    long offset = LONG.decode(in);
    long timestampMs = LONG.decode(in);
    long writeTimeMicros = LONG.decode(in);
    byte[] key = BYTES.decode(in);
    byte[] value = BYTES.decode(in);
    Headers headers = new RecordHeaders();
    for (int left = INT.decode(in); left > 0; left--) {
      headers.add(TEXT.decode(in), BYTES.decode(in));
    }
    return SourceRecord.of(
        topic, partition, offset, timestampMs, writeTimeMicros, key, value, headers);
  }
}

package io.userstream.pipelines.reconcile;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes {@link ReconcileResult}s. */
final class ReconcileResultCoder extends AtomicCoder<ReconcileResult> {
  private static final long serialVersionUID = 1L;
  private static final ReconcileResultCoder INSTANCE = new ReconcileResultCoder();
  private static final VarLongCoder LONG = VarLongCoder.of();
  private static final Coder<List<String>> LINES = ListCoder.of(StringUtf8Coder.of());

  private ReconcileResultCoder() {}

  static ReconcileResultCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(ReconcileResult value, OutputStream out) throws IOException {
    LONG.encode(value.published(), out);
    LONG.encode(value.stored(), out);
    LONG.encode(value.erased(), out);
    LONG.encode(value.dead(), out);
    LONG.encode(value.inFlight(), out);
    LONG.encode(value.hidden(), out);
    LONG.encode(value.differenceCount(), out);
    LINES.encode(value.differences(), out);
  }

  @Override
  public ReconcileResult decode(InputStream in) throws IOException {
    return ReconcileResult.of(
        LONG.decode(in),
        LONG.decode(in),
        LONG.decode(in),
        LONG.decode(in),
        LONG.decode(in),
        LONG.decode(in),
        LONG.decode(in),
        LINES.decode(in));
  }
}

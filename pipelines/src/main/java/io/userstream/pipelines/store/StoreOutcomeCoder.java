package io.userstream.pipelines.store;

import io.userstream.io.cassandra.UserBatchCoder;
import io.userstream.io.kafka.DeadLetterCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;

/** Encodes {@link StoreOutcome}s: which of the two it is, and that. */
final class StoreOutcomeCoder extends AtomicCoder<StoreOutcome> {
  private static final long serialVersionUID = 1L;
  private static final int USERS = 0;
  private static final int DEAD_LETTER = 1;

  private static final StoreOutcomeCoder INSTANCE = new StoreOutcomeCoder();

  private StoreOutcomeCoder() {}

  static StoreOutcomeCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(StoreOutcome value, OutputStream out) throws IOException {
    if (value.users() != null) {
      out.write(USERS);
      UserBatchCoder.of().encode(value.users(), out);
    } else {
      out.write(DEAD_LETTER);
      DeadLetterCoder.of().encode(value.deadLetter(), out);
    }
  }

  @Override
  public StoreOutcome decode(InputStream in) throws IOException {
    return in.read() == USERS
        ? StoreOutcome.of(UserBatchCoder.of().decode(in))
        : StoreOutcome.of(DeadLetterCoder.of().decode(in));
  }
}

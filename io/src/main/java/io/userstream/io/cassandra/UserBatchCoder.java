package io.userstream.io.cassandra;

import io.userstream.model.UserChange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviders;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.schemas.NoSuchSchemaException;
import org.apache.beam.sdk.schemas.SchemaRegistry;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Encodes {@link UserBatch}es. Uses the Beam schema of changes. */
public final class UserBatchCoder extends AtomicCoder<UserBatch> {
  private static final long serialVersionUID = 1L;
  private static final UserBatchCoder INSTANCE = new UserBatchCoder();
  private static final Coder<UserChange> CHANGE = changeCoder();

  private UserBatchCoder() {}

  public static UserBatchCoder of() {
    return INSTANCE;
  }

  /** Called by Beam, because of the annotation of {@link UserBatch}. */
  public static CoderProvider getCoderProvider() {
    return CoderProviders.forCoder(TypeDescriptor.of(UserBatch.class), INSTANCE);
  }

  @Override
  public void encode(UserBatch value, OutputStream out) throws IOException {
    VarIntCoder.of().encode(value.writes().size(), out);
    for (UserWrite write : value.writes()) {
      CHANGE.encode(write.change(), out);
      VarLongCoder.of().encode(write.writeTimeMicros(), out);
    }
  }

  @Override
  public UserBatch decode(InputStream in) throws IOException {
    List<UserWrite> writes = new ArrayList<>();
    for (int left = VarIntCoder.of().decode(in); left > 0; left--) {
      writes.add(new UserWrite(CHANGE.decode(in), VarLongCoder.of().decode(in)));
    }
    return UserBatch.of(writes);
  }

  private static Coder<UserChange> changeCoder() {
    try {
      return SchemaRegistry.createDefault().getSchemaCoder(UserChange.class);
    } catch (NoSuchSchemaException e) {
      throw new IllegalStateException("UserChange has no schema", e);
    }
  }
}

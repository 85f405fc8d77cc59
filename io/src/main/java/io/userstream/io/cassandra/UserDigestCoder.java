package io.userstream.io.cassandra;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.beam.sdk.coders.AtomicCoder;

/** Encodes a {@link UserDigest} in 24 bytes. */
public final class UserDigestCoder extends AtomicCoder<UserDigest> {
  private static final long serialVersionUID = 1L;
  private static final UserDigestCoder INSTANCE = new UserDigestCoder();

  private UserDigestCoder() {}

  public static UserDigestCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(UserDigest value, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeLong(value.id().getMostSignificantBits());
    data.writeLong(value.id().getLeastSignificantBits());
    data.writeLong(value.fingerprint());
  }

  @Override
  public UserDigest decode(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    return new UserDigest(new UUID(data.readLong(), data.readLong()), data.readLong());
  }
}

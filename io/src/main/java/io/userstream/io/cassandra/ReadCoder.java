package io.userstream.io.cassandra;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.io.cassandra.CassandraIO;

/**
 * Encodes requests without their password, because runners write encoded elements to files. The
 * coder itself has the password, and runners keep coders in memory, as part of the code.
 */
final class ReadCoder<T> extends CustomCoder<CassandraIO.Read<T>> {
  private static final long serialVersionUID = 1L;

  private final HiddenText password;

  /** Creates a coder for requests whose password, if any, is this object. */
  ReadCoder(HiddenText password) {
    this.password = password;
  }

  /** Takes the password's place in encoded requests. */
  private enum Placeholder {
    PASSWORD
  }

  @Override
  public void encode(CassandraIO.Read<T> read, OutputStream out) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream objects = new WithoutPassword(bytes)) {
      objects.writeObject(read);
    }
    ByteArrayCoder.of().encode(bytes.toByteArray(), out);
  }

  @Override
  @SuppressWarnings("unchecked") // Only encode writes the bytes.
  public CassandraIO.Read<T> decode(InputStream in) throws IOException {
    byte[] bytes = ByteArrayCoder.of().decode(in);
    try (ObjectInputStream objects = new WithPassword(bytes, password)) {
      return (CassandraIO.Read<T>) objects.readObject();
    } catch (ClassNotFoundException e) {
      throw new CoderException("cannot decode a request", e);
    }
  }

  private static final class WithoutPassword extends ObjectOutputStream {
    WithoutPassword(OutputStream out) throws IOException {
      super(out);
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) {
      return object instanceof HiddenText ? Placeholder.PASSWORD : object;
    }
  }

  private static final class WithPassword extends ObjectInputStream {
    private final HiddenText password;

    WithPassword(byte[] bytes, HiddenText password) throws IOException {
      super(new ByteArrayInputStream(bytes));
      this.password = password;
      enableResolveObject(true);
    }

    @Override
    protected Object resolveObject(Object object) {
      return object == Placeholder.PASSWORD ? password : object;
    }
  }
}

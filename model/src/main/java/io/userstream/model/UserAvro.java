package io.userstream.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.joda.time.Instant;

/**
 * Writes users as Avro in the Confluent wire format: a zero byte, the schema id (four bytes, big
 * endian) and the binary body. {@link UserRecordDecoder} reads it.
 */
public final class UserAvro {
  /** The first byte of a record in the Confluent wire format. JSON never starts with it. */
  static final byte MAGIC = 0;

  /** The magic byte and the schema id. */
  static final int HEADER_BYTES = 5;

  private static final int TYPICAL_BYTES = 500;

  /** The schema that this version reads and writes: {@code /user.avsc} on the class path. */
  public static final Schema SCHEMA = parseSchema();

  private UserAvro() {}

  private static Schema parseSchema() {
    try (InputStream in = UserAvro.class.getResourceAsStream("/user.avsc")) {
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes a user. Thread-safe.
   *
   * @param schemaId the id of {@link #SCHEMA} in the registry
   */
  public static byte[] write(User user, int schemaId) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_BYTES);
    bytes.write(MAGIC);
    bytes.write(schemaId >>> 24);
    bytes.write(schemaId >>> 16);
    bytes.write(schemaId >>> 8);
    bytes.write(schemaId);
    try {
      BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
      for (WireField field : WireField.all()) {
        write(field, user, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to an array", e);
    }
    return bytes.toByteArray();
  }

  /** Returns the schema id of a value, or empty if it is not in the Confluent wire format. */
  public static OptionalInt schemaId(byte[] value) {
    return value.length >= HEADER_BYTES && value[0] == MAGIC
        ? OptionalInt.of(ByteBuffer.wrap(value).getInt(1))
        : OptionalInt.empty();
  }

  private static void write(WireField field, User user, BinaryEncoder out) throws IOException {
    Object value = field.of(user);
    if (!field.isRequired()) {
      // An optional field is a union of null (branch 0) and its type.
      out.writeIndex(value == null ? 0 : 1);
    }
    if (value != null) {
      switch (field.kind()) {
        case TEXT -> out.writeString((String) value);
        case NUMBER -> out.writeDouble((Double) value);
        case INTEGER -> out.writeInt((Integer) value);
        case INSTANT -> out.writeLong(((Instant) value).getMillis());
      }
    }
  }
}

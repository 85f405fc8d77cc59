package io.userstream.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.ResolvingDecoder;
import org.joda.time.Instant;

/**
 * Reads records in the Confluent wire format that were written with any compatible schema. Caches
 * the resolved schemas of writers. Not thread-safe.
 */
final class UserAvroReader {
  private final SchemaLookup schemas;
  private final ByteArrayDecoder body = new ByteArrayDecoder();
  private final Map<Integer, ResolvingDecoder> resolvers = new HashMap<>();

  UserAvroReader(SchemaLookup schemas) {
    this.schemas = schemas;
  }

  /**
   * Reads a record without validating its values.
   *
   * @throws java.io.UncheckedIOException from the lookup, if the registry could not be reached
   */
  WireUser read(byte[] value) throws RejectedUserException {
    if (value.length < UserAvro.HEADER_BYTES) {
      throw new RejectedUserException(
          RejectReason.MALFORMED, "the value ends within its schema id");
    }
    int schemaId = ByteBuffer.wrap(value).getInt(1);
    ResolvingDecoder in = resolvers.get(schemaId);
    Schema writer = in == null ? schemas.byId(schemaId) : null;
    if (in == null && writer == null) {
      throw new RejectedUserException(
          RejectReason.UNKNOWN_SCHEMA, "schema id " + schemaId + " is not known");
    }
    try {
      if (in == null) {
        in = resolve(writer);
        resolvers.put(schemaId, in);
      }
      body.reset(value, UserAvro.HEADER_BYTES);
      // Also resets the state that a broken record may have left behind.
      in.configure(body);
      WireUser user = read(in);
      in.drain();
      if (body.remaining() > 0) {
        throw new RejectedUserException(
            RejectReason.MALFORMED, "the value continues after its Avro body");
      }
      return user;
    } catch (IOException | RuntimeException e) {
      // Avro reports incompatible schemas and many broken bodies as runtime exceptions. Their
      // messages can quote the value.
      throw new RejectedUserException(
          RejectReason.MALFORMED, "the value is not an Avro user with schema id " + schemaId);
    }
  }

  private static ResolvingDecoder resolve(Schema writer) throws IOException {
    return DecoderFactory.get()
        .resolvingDecoder(
            Schema.applyAliases(writer, UserAvro.SCHEMA), UserAvro.SCHEMA, new ByteArrayDecoder());
  }

  private static WireUser read(ResolvingDecoder in) throws IOException {
    WireUser user = new WireUser();
    for (Schema.Field schemaField : in.readFieldOrder()) {
      WireField field = WireField.all().get(schemaField.pos());
      if (field.isRequired() || in.readIndex() == 1) {
        user.set(field, read(in, field));
      } else {
        in.readNull();
      }
    }
    return user;
  }

  private static Object read(ResolvingDecoder in, WireField field) throws IOException {
    return switch (field.kind()) {
      case TEXT -> in.readString();
      case NUMBER -> in.readDouble();
      case INTEGER -> in.readInt();
      case INSTANT -> Instant.ofEpochMilli(in.readLong());
    };
  }
}

package io.userstream.model;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import javax.annotation.Nullable;

/**
 * Decodes records of the users topic. The key is the user's uuid as text. The value is null (a
 * tombstone), Avro in the Confluent wire format if its first byte is 0, or else JSON. Decoded users
 * are normalized and valid according to {@link UserRules}.
 *
 * <p>Not thread-safe, because Avro decoders have state. Create one per DoFn instance in its setup
 * method; creating one per record is slow.
 */
public final class UserRecordDecoder {
  private final UserAvroReader avro;
  private final UserRules rules;

  /** Creates a decoder that uses the system clock. */
  public UserRecordDecoder(SchemaLookup schemas) {
    this(schemas, Clock.systemUTC());
  }

  /**
   * Creates a decoder.
   *
   * @param schemas finds the writers' schemas; called once for each schema id that it finds
   * @param clock determines which dates are in the future
   */
  public UserRecordDecoder(SchemaLookup schemas, Clock clock) {
    this.avro = new UserAvroReader(schemas);
    this.rules = new UserRules(clock);
  }

  /**
   * Decodes one record. Does not modify or keep the arrays.
   *
   * @throws RejectedUserException if the record can never become a row
   * @throws java.io.UncheckedIOException from the {@link SchemaLookup}, for a transient fault:
   *     decoding can be retried
   */
  public UserChange decode(@Nullable byte[] key, @Nullable byte[] value)
      throws RejectedUserException {
    String id = decodeKey(key);
    if (value == null) {
      return UserChange.erase(id);
    }
    boolean isAvro = value.length > 0 && value[0] == UserAvro.MAGIC;
    WireUser user = isAvro ? avro.read(value) : UserJson.read(value);
    String valueId = user.text(WireField.ID);
    String canonicalId = valueId == null ? null : UserId.canonical(valueId.strip());
    // The rules report an id that is not a uuid with a better reason.
    if (canonicalId != null && !canonicalId.equals(id)) {
      throw new RejectedUserException(
          RejectReason.KEY_MISMATCH, "the key is not the id in the value");
    }
    return UserChange.keep(rules.accept(user));
  }

  /** Returns the user id in lower case from a record's key, or null if the key is not a uuid. */
  @Nullable
  public static String idOf(@Nullable byte[] key) {
    return key != null && key.length == UserId.LENGTH
        ? UserId.canonical(new String(key, StandardCharsets.ISO_8859_1))
        : null;
  }

  private static String decodeKey(@Nullable byte[] key) throws RejectedUserException {
    if (key == null) {
      throw new RejectedUserException(RejectReason.INVALID_KEY, "the key is missing");
    }
    String id = idOf(key);
    if (id == null) {
      throw new RejectedUserException(RejectReason.INVALID_KEY, "the key is not a uuid");
    }
    return id;
  }
}

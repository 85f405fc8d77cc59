package io.userstream.model;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import javax.annotation.Nullable;

/**
 * Decodes records of the users topic: the user's uuid as text in the key; in the value nothing (a
 * tombstone), Avro in the Confluent wire format when the first byte is 0, else JSON. What it passes
 * is normalised and valid by {@link UserRules}.
 *
 * <p>Not safe for use by several threads: it keeps the state of its Avro decoders. One for each
 * DoFn instance, made in its set-up, is right; making one for each record would be slow.
 */
public final class UserRecordDecoder {
  private final UserAvroReader avro;
  private final UserRules rules;

  /** Decodes by the clock of this machine. */
  public UserRecordDecoder(SchemaLookup schemas) {
    this(schemas, Clock.systemUTC());
  }

  /**
   * Decodes by a clock.
   *
   * @param schemas finds the writers' schemas; asked once for each schema id that it knows
   * @param clock tells what lies in the future
   */
  public UserRecordDecoder(SchemaLookup schemas, Clock clock) {
    this.avro = new UserAvroReader(schemas);
    this.rules = new UserRules(clock);
  }

  /**
   * Decodes one record. Neither array is changed or kept.
   *
   * @throws RejectedUserException when the record can never become a row
   * @throws java.io.UncheckedIOException from the {@link SchemaLookup}, for a passing fault: the
   *     same record may be decoded later
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
    // An id that is none at all is not another user's: the rules have the better reason for it.
    if (canonicalId != null && !canonicalId.equals(id)) {
      throw new RejectedUserException(
          RejectReason.KEY_MISMATCH, "the key is not the id in the value");
    }
    return UserChange.keep(rules.accept(user));
  }

  /** Returns the user's id, lower case, that a record's key names; null when it names none. */
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

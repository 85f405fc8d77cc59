package io.userstream.model;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * The fields of a user on the wire, in the order of {@code user.avsc}. Both wire formats use this
 * list.
 *
 * <p>Length limits are in code points after normalization. They are at least four times the longest
 * value seen from the API (first name 21, last name 22, street 56, city 35, email 44). The limit
 * for emails is the longest address that RFC 5321 allows.
 */
enum WireField {
  ID("id", Kind.TEXT, true, 36, User::id),
  FIRST_NAME("firstName", Kind.TEXT, true, 100, User::firstName),
  LAST_NAME("lastName", Kind.TEXT, true, 100, User::lastName),
  GENDER("gender", Kind.TEXT, false, 32, User::gender),
  STREET("street", Kind.TEXT, false, 250, user -> user.address().street()),
  CITY("city", Kind.TEXT, false, 150, user -> user.address().city()),
  STATE("state", Kind.TEXT, false, 150, user -> user.address().state()),
  COUNTRY("country", Kind.TEXT, false, 100, user -> user.address().country()),
  POSTCODE("postcode", Kind.TEXT, false, 32, user -> user.address().postcode()),
  LATITUDE("latitude", Kind.NUMBER, false, 0, user -> user.address().latitude()),
  LONGITUDE("longitude", Kind.NUMBER, false, 0, user -> user.address().longitude()),
  TIMEZONE_OFFSET("timezoneOffset", Kind.TEXT, false, 6, user -> user.address().timezoneOffset()),
  EMAIL("email", Kind.TEXT, true, 254, User::email),
  USERNAME("username", Kind.TEXT, true, 100, User::username),
  DATE_OF_BIRTH("dateOfBirth", Kind.INSTANT, true, 0, User::dateOfBirth),
  REGISTERED_AT("registeredAt", Kind.INSTANT, true, 0, User::registeredAt),
  PHONE("phone", Kind.TEXT, false, 50, User::phone),
  CELL("cell", Kind.TEXT, false, 50, User::cell),
  NATIONALITY("nationality", Kind.TEXT, false, 8, User::nationality),
  PICTURE("picture", Kind.TEXT, false, 2048, User::picture),
  SEED("seed", Kind.TEXT, false, 1024, user -> user.origin().seed()),
  PAGE("page", Kind.INTEGER, false, 0, user -> user.origin().page()),
  INDEX("index", Kind.INTEGER, false, 0, user -> user.origin().index()),
  FETCHED_AT("fetchedAt", Kind.INSTANT, false, 0, user -> user.origin().fetchedAt());

  /** The Java type of a value: String, Double, Integer or Joda Instant. */
  enum Kind {
    TEXT,
    NUMBER,
    INTEGER,
    INSTANT
  }

  private static final List<WireField> ALL = List.of(values());

  private static final Map<String, WireField> BY_NAME =
      ALL.stream().collect(Collectors.toMap(WireField::wireName, Function.identity()));

  /** Fields that are not personal data. Logs and messages name users by id. */
  private static final Set<WireField> ABOUT_THE_RECORD =
      EnumSet.of(ID, SEED, PAGE, INDEX, FETCHED_AT);

  @SuppressWarnings("ImmutableEnumChecker") // It only caches encoded forms.
  private final SerializedString wireName;

  private final Kind kind;
  private final boolean required;
  private final int maxLength;

  @SuppressWarnings("ImmutableEnumChecker") // The getters are stateless.
  private final Function<User, Object> getter;

  WireField(
      String wireName, Kind kind, boolean required, int maxLength, Function<User, Object> getter) {
    this.wireName = new SerializedString(wireName);
    this.kind = kind;
    this.required = required;
    this.maxLength = maxLength;
    this.getter = getter;
  }

  /** Every field in the order of {@code user.avsc}. */
  static List<WireField> all() {
    return ALL;
  }

  /** Returns the field with that name, or null if this version does not know it. */
  @Nullable
  static WireField byName(String wireName) {
    return BY_NAME.get(wireName);
  }

  String wireName() {
    return wireName.getValue();
  }

  /** Returns the name with its bytes, which need no escaping. */
  SerializableString jsonName() {
    return wireName;
  }

  Kind kind() {
    return kind;
  }

  boolean isRequired() {
    return required;
  }

  /** Returns whether the value is personal data, as opposed to data about the record. */
  boolean isPersonal() {
    return !ABOUT_THE_RECORD.contains(this);
  }

  /** The maximum length of a {@link Kind#TEXT} in code points. */
  int maxLength() {
    return maxLength;
  }

  /** Returns the value of this field. */
  @Nullable
  Object of(User user) {
    return getter.apply(user);
  }
}

package io.userstream.model;

import javax.annotation.Nullable;
import org.joda.time.Instant;

/**
 * The unvalidated content of a record: for each {@link WireField} a value of the right type, or
 * null. Mutable and not thread-safe.
 */
final class WireUser {
  /** By ordinal. An {@code EnumMap} does the same, and checks the type of every key. */
  private final Object[] values = new Object[WireField.all().size()];

  /** Sets a value, which must have the Java type of the field's kind. */
  void set(WireField field, @Nullable Object value) {
    values[place(field)] = value;
  }

  @Nullable
  Object get(WireField field) {
    return values[place(field)];
  }

  @Nullable
  String text(WireField field) {
    return (String) get(field);
  }

  @Nullable
  Double number(WireField field) {
    return (Double) get(field);
  }

  @Nullable
  Integer integer(WireField field) {
    return (Integer) get(field);
  }

  @Nullable
  Instant instant(WireField field) {
    return (Instant) get(field);
  }

  @SuppressWarnings("EnumOrdinal") // The array is never stored.
  private static int place(WireField field) {
    return field.ordinal();
  }

  /**
   * Returns a user with these values.
   *
   * @throws NullPointerException if a required value is missing
   */
  User toUser() {
    Address address =
        Address.builder()
            .setStreet(text(WireField.STREET))
            .setCity(text(WireField.CITY))
            .setState(text(WireField.STATE))
            .setCountry(text(WireField.COUNTRY))
            .setPostcode(text(WireField.POSTCODE))
            .setLatitude(number(WireField.LATITUDE))
            .setLongitude(number(WireField.LONGITUDE))
            .setTimezoneOffset(text(WireField.TIMEZONE_OFFSET))
            .build();
    ApiOrigin origin =
        ApiOrigin.builder()
            .setSeed(text(WireField.SEED))
            .setPage(integer(WireField.PAGE))
            .setIndex(integer(WireField.INDEX))
            .setFetchedAt(instant(WireField.FETCHED_AT))
            .build();
    return User.builder()
        .setId(text(WireField.ID))
        .setFirstName(text(WireField.FIRST_NAME))
        .setLastName(text(WireField.LAST_NAME))
        .setEmail(text(WireField.EMAIL))
        .setUsername(text(WireField.USERNAME))
        .setDateOfBirth(instant(WireField.DATE_OF_BIRTH))
        .setRegisteredAt(instant(WireField.REGISTERED_AT))
        .setGender(text(WireField.GENDER))
        .setAddress(address)
        .setPhone(text(WireField.PHONE))
        .setCell(text(WireField.CELL))
        .setNationality(text(WireField.NATIONALITY))
        .setPicture(text(WireField.PICTURE))
        .setOrigin(origin)
        .build();
  }
}

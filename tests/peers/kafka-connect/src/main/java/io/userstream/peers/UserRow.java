package io.userstream.peers;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Converts the parsed JSON of a user to a row of {@code created_users}. */
final class UserRow {
  /** The columns in the order of the values. */
  static final List<String> COLUMNS =
      List.of(
          "id",
          "first_name",
          "last_name",
          "gender",
          "address",
          "post_code",
          "email",
          "username",
          "dob",
          "registered_date",
          "phone",
          "picture",
          "nationality",
          "street",
          "city",
          "state",
          "country",
          "latitude",
          "longitude",
          "timezone_offset",
          "cell",
          "seed",
          "page",
          "page_index",
          "fetched_at");

  private UserRow() {}

  /** Returns a value for each column; null for those that the user does not have. */
  static Object[] values(Map<?, ?> user) {
    return new Object[] {
      UUID.fromString((String) user.get("id")),
      user.get("firstName"),
      user.get("lastName"),
      user.get("gender"),
      address(user),
      user.get("postcode"),
      user.get("email"),
      user.get("username"),
      instant(user.get("dateOfBirth")),
      instant(user.get("registeredAt")),
      user.get("phone"),
      user.get("picture"),
      user.get("nationality"),
      user.get("street"),
      user.get("city"),
      user.get("state"),
      user.get("country"),
      user.get("latitude"),
      user.get("longitude"),
      user.get("timezoneOffset"),
      user.get("cell"),
      user.get("seed"),
      integer(user.get("page")),
      integer(user.get("index")),
      instant(user.get("fetchedAt"))
    };
  }

  private static String address(Map<?, ?> user) {
    return Stream.of("street", "city", "state", "country")
        .map(user::get)
        .filter(Objects::nonNull)
        .map(Object::toString)
        .collect(Collectors.joining(", "));
  }

  private static Instant instant(Object text) {
    return text == null ? null : Instant.parse((String) text);
  }

  /** Connect's converter returns every whole number as a Long. */
  private static Integer integer(Object number) {
    return number == null ? null : ((Number) number).intValue();
  }
}

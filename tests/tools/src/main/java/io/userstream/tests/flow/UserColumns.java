package io.userstream.tests.flow;

import com.google.common.collect.ImmutableSet;
import io.userstream.model.Address;
import io.userstream.model.User;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.annotation.Nullable;
import org.joda.time.Instant;

/**
 * The row that a user must have, column by column. Duplicates the project's mapping on purpose: a
 * comparison with the mapping itself would repeat its mistakes.
 */
public final class UserColumns {
  private UserColumns() {}

  /** Returns the names of all columns, the key first. */
  public static ImmutableSet<String> names() {
    return ImmutableSet.copyOf(of(Publisher.user(0)).keySet());
  }

  /** Returns the values of all columns by name, as the driver returns them. Some are null. */
  public static Map<String, Object> of(User user) {
    Address address = user.address();
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("id", UUID.fromString(user.id()));
    columns.put("first_name", user.firstName());
    columns.put("last_name", user.lastName());
    columns.put("gender", user.gender());
    columns.put("address", address.oneLine());
    columns.put("post_code", address.postcode());
    columns.put("email", user.email());
    columns.put("username", user.username());
    columns.put("dob", date(user.dateOfBirth()));
    columns.put("registered_date", date(user.registeredAt()));
    columns.put("phone", user.phone());
    columns.put("picture", user.picture());
    columns.put("nationality", user.nationality());
    columns.put("street", address.street());
    columns.put("city", address.city());
    columns.put("state", address.state());
    columns.put("country", address.country());
    columns.put("latitude", address.latitude());
    columns.put("longitude", address.longitude());
    columns.put("timezone_offset", address.timezoneOffset());
    columns.put("cell", user.cell());
    columns.put("seed", user.origin().seed());
    columns.put("page", user.origin().page());
    columns.put("page_index", user.origin().index());
    columns.put("fetched_at", date(user.origin().fetchedAt()));
    return columns;
  }

  @Nullable
  private static Date date(@Nullable Instant instant) {
    return instant == null ? null : instant.toDate();
  }
}

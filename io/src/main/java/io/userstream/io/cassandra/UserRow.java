package io.userstream.io.cassandra;

import io.userstream.model.User;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import javax.annotation.Nullable;
import org.joda.time.Instant;

/** A user as the values of its row. */
final class UserRow {
  private UserRow() {}

  /**
   * Returns the values of all columns in the order of {@link CreatedUsersTable#columns}; some are
   * null.
   */
  static List<Object> valuesOf(User user) {
    return Collections.unmodifiableList(
        Arrays.asList(
            UUID.fromString(user.id()),
            user.firstName(),
            user.lastName(),
            user.gender(),
            user.address().oneLine(),
            user.address().postcode(),
            user.email(),
            user.username(),
            date(user.dateOfBirth()),
            date(user.registeredAt()),
            user.phone(),
            user.picture(),
            user.nationality(),
            user.address().street(),
            user.address().city(),
            user.address().state(),
            user.address().country(),
            user.address().latitude(),
            user.address().longitude(),
            user.address().timezoneOffset(),
            user.cell(),
            user.origin().seed(),
            user.origin().page(),
            user.origin().index(),
            date(user.origin().fetchedAt())));
  }

  @Nullable
  private static Date date(@Nullable Instant instant) {
    return instant == null ? null : instant.toDate();
  }
}

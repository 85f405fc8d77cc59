package io.userstream.io.cassandra;

import com.datastax.driver.core.Metadata;
import com.datastax.driver.core.TypeCodec;
import com.google.common.collect.ImmutableList;
import io.userstream.model.User;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.joda.time.Instant;

/**
 * The columns of {@code spark_streams.created_users}.
 *
 * <p>Existing queries use the first twelve. Every column except the key can be null.
 */
public final class CreatedUsersTable {
  /** The primary key: the user's uuid. */
  public static final String KEY = "id";

  private static final TypeCodec<String> TEXT = TypeCodec.varchar();
  private static final TypeCodec<Date> TIMESTAMP = TypeCodec.timestamp();

  private static final ImmutableList<UserColumn<?>> COLUMNS =
      ImmutableList.of(
          column(KEY, TypeCodec.uuid(), user -> UUID.fromString(user.id())),
          column("first_name", TEXT, User::firstName),
          column("last_name", TEXT, User::lastName),
          column("gender", TEXT, User::gender),
          column("address", TEXT, user -> user.address().oneLine()),
          column("post_code", TEXT, user -> user.address().postcode()),
          column("email", TEXT, User::email),
          column("username", TEXT, User::username),
          column("dob", TIMESTAMP, user -> date(user.dateOfBirth())),
          column("registered_date", TIMESTAMP, user -> date(user.registeredAt())),
          column("phone", TEXT, User::phone),
          column("picture", TEXT, User::picture),
          column("nationality", TEXT, User::nationality),
          column("street", TEXT, user -> user.address().street()),
          column("city", TEXT, user -> user.address().city()),
          column("state", TEXT, user -> user.address().state()),
          column("country", TEXT, user -> user.address().country()),
          column("latitude", TypeCodec.cdouble(), user -> user.address().latitude()),
          column("longitude", TypeCodec.cdouble(), user -> user.address().longitude()),
          column("timezone_offset", TEXT, user -> user.address().timezoneOffset()),
          column("cell", TEXT, User::cell),
          column("seed", TEXT, user -> user.origin().seed()),
          column("page", TypeCodec.cint(), user -> user.origin().page()),
          column("page_index", TypeCodec.cint(), user -> user.origin().index()),
          column("fetched_at", TIMESTAMP, user -> date(user.origin().fetchedAt())));

  private CreatedUsersTable() {}

  /** Returns all columns in the order of the create statement, starting with the key. */
  public static ImmutableList<UserColumn<?>> columns() {
    return COLUMNS;
  }

  /** Returns the statement that creates the table unless it exists. */
  public static String createStatement(String keyspace, String table) {
    return "CREATE TABLE IF NOT EXISTS "
        + qualifiedName(keyspace, table)
        + " ("
        + COLUMNS.stream().map(column -> column + ", ").collect(Collectors.joining())
        + "PRIMARY KEY ("
        + KEY
        + "))";
  }

  /** Returns keyspace and table for CQL statements. Names that are CQL keywords are quoted. */
  public static String qualifiedName(String keyspace, String table) {
    return quoted(keyspace) + "." + quoted(table);
  }

  /** Returns the statement that adds columns to the table, at least one, unless they exist. */
  public static String alterStatement(
      String keyspace, String table, List<? extends UserColumn<?>> columns) {
    return "ALTER TABLE "
        + qualifiedName(keyspace, table)
        + columns.stream()
            .map(UserColumn::toString)
            .collect(Collectors.joining(", ", " ADD IF NOT EXISTS (", ")"));
  }

  static String quoted(String name) {
    return Metadata.quoteIfNecessary(name.toLowerCase(Locale.ROOT));
  }

  private static <T> UserColumn<T> column(String name, TypeCodec<T> type, Function<User, T> value) {
    return new UserColumn<>(name, type, value);
  }

  @Nullable
  private static Date date(@Nullable Instant instant) {
    return instant == null ? null : instant.toDate();
  }
}

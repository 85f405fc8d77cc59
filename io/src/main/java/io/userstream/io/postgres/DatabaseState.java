package io.userstream.io.postgres;

import com.google.common.collect.ImmutableList;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;

/**
 * The state of a database before a job uses it. Immutable.
 *
 * @param version of the server
 * @param isStandby whether it accepts only reads
 * @param now the time of its clock
 * @param before the time of this machine when it was asked
 * @param after the time of this machine when it had responded
 * @param mayCreate whether the user may create tables
 * @param tables that a job uses and that exist
 * @param missing rights that the user does not have on these, as in {@code INSERT on raw_users}
 */
public record DatabaseState(
    String version,
    boolean isStandby,
    Instant now,
    Instant before,
    Instant after,
    boolean mayCreate,
    ImmutableList<String> tables,
    ImmutableList<String> missing) {
  /** In the list of rights: the user must own the table, or be a member of the role that does. */
  public static final String OWNER = "OWNER";

  private static final List<String> TABLES = List.of("raw_users", "raw_user_places");

  /**
   * Asks the database, and retries while it is down.
   *
   * @param rights on the tables, such as {@code SELECT} or {@link #OWNER}
   * @throws io.userstream.runloop.servers.ServerException see {@link PostgresConnection#await}
   */
  public static DatabaseState ask(
      PostgresConnection connection, Duration timeout, List<String> rights)
      throws InterruptedException {
    return connection.await(timeout, asked -> of(asked, rights));
  }

  private static DatabaseState of(Connection connection, List<String> rights) throws SQLException {
    ImmutableList.Builder<String> tables = ImmutableList.builder();
    ImmutableList.Builder<String> missing = ImmutableList.builder();
    for (String table : TABLES) {
      if (!isTrue(connection, "SELECT to_regclass(?) IS NOT NULL", table)) {
        continue;
      }
      tables.add(table);
      for (String right : rights) {
        if (!has(connection, table, right)) {
          missing.add(String.format(Locale.ROOT, "%s on %s", right, table));
        }
      }
    }
    // A null means that no schema in the search path exists.
    boolean mayCreate =
        isTrue(
            connection,
            "SELECT coalesce(has_schema_privilege(current_schema(), ?), false)",
            "CREATE");
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT current_setting('server_version'), pg_is_in_recovery(), clock_timestamp()")) {
      Instant before = Instant.now();
      try (ResultSet row = select.executeQuery()) {
        Instant after = Instant.now();
        row.next();
        return new DatabaseState(
            row.getString(1),
            row.getBoolean(2),
            row.getObject(3, OffsetDateTime.class).toInstant(),
            before,
            after,
            mayCreate,
            tables.build(),
            missing.build());
      }
    }
  }

  private static boolean has(Connection connection, String table, String right)
      throws SQLException {
    return right.equals(OWNER)
        ? isTrue(
            connection,
            "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass(?)",
            table)
        : isTrue(connection, "SELECT has_table_privilege(to_regclass(?), ?)", table, right);
  }

  private static boolean isTrue(Connection connection, String sql, String... parameters)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        select.setString(i + 1, parameters[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }
}

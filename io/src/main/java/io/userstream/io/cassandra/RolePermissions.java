package io.userstream.io.cassandra;

import com.datastax.driver.core.Row;
import com.datastax.driver.core.Session;
import com.datastax.driver.core.exceptions.InvalidQueryException;
import com.datastax.driver.core.exceptions.UnauthorizedException;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The permissions of the role that a job logs in with. */
public final class RolePermissions {
  /** In the refusal of a cluster whose authorizer permits everything. */
  private static final String PERMITS_ALL = "AllowAllAuthorizer";

  private final Session session;
  private final String role;

  /**
   * Prepares to list the permissions.
   *
   * @param role that the session has logged in with
   */
  public RolePermissions(Session session, String role) {
    this.session = session;
    this.role = "\"" + role.replace("\"", "\"\"") + "\"";
  }

  /**
   * Returns the needed permissions that the role has neither on the resource nor on one that
   * contains it.
   *
   * @return empty if the cluster does not check permissions
   * @throws com.datastax.driver.core.exceptions.DriverException if the cluster does not list them
   */
  public Optional<ImmutableList<String>> missing(List<String> needed, Resource resource) {
    List<Row> granted;
    try {
      if (isSuperuser()) {
        return Optional.of(ImmutableList.of());
      }
      granted = session.execute("LIST ALL PERMISSIONS OF " + role).all();
    } catch (InvalidQueryException e) {
      if (String.valueOf(e.getMessage()).contains(PERMITS_ALL)) {
        return Optional.empty();
      }
      throw e;
    }
    return Optional.of(
        needed.stream()
            .filter(
                permission ->
                    granted.stream()
                        .filter(row -> row.getString("permission").equals(permission))
                        .noneMatch(row -> resource.isIn(row.getString("resource"))))
            .collect(ImmutableList.toImmutableList()));
  }

  private boolean isSuperuser() {
    try {
      return session.execute("LIST ROLES OF " + role).all().stream()
          .anyMatch(row -> row.getBool("super"));
    } catch (UnauthorizedException e) {
      return false;
    }
  }

  /**
   * A keyspace, a table or all keyspaces.
   *
   * @param names as Cassandra lists the resource itself and those that contain it
   */
  public record Resource(ImmutableList<String> names) {
    private static final String ALL_KEYSPACES = "<all keyspaces>";

    /** Returns all keyspaces. */
    public static Resource allKeyspaces() {
      return new Resource(ImmutableList.of(ALL_KEYSPACES));
    }

    /** Returns a keyspace. */
    public static Resource keyspace(String keyspace) {
      return new Resource(
          ImmutableList.of("<keyspace " + keyspace.toLowerCase(Locale.ROOT) + ">", ALL_KEYSPACES));
    }

    /** Returns a table. */
    public static Resource table(String keyspace, String table) {
      String name = keyspace.toLowerCase(Locale.ROOT);
      return new Resource(
          ImmutableList.<String>builder()
              .add("<table " + name + "." + table.toLowerCase(Locale.ROOT) + ">")
              .add("<all tables in " + name + ">")
              .addAll(keyspace(keyspace).names())
              .build());
    }

    boolean isIn(String granted) {
      return names.contains(granted);
    }
  }
}

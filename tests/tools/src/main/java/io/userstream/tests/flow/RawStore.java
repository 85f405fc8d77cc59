package io.userstream.tests.flow;

import io.userstream.tests.stack.PostgresNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads and changes the database of raw users of one flow, without the jobs. */
public final class RawStore {
  private final PostgresNode postgres;
  private final String database;

  /** Opens a database of a PostgreSQL. */
  public RawStore(PostgresNode postgres, String database) {
    this.postgres = postgres;
    this.database = database;
  }

  /** Executes a statement as the superuser. */
  public void execute(String statement) {
    postgres.execute(database, statement);
  }

  /** Returns the number that a query selects. */
  public long number(String query) {
    return Long.parseLong(texts(query).get(0));
  }

  /** Returns the first column of every row of a query, as text. */
  public List<String> texts(String query) {
    try (Connection connection = postgres.connect(database);
        ResultSet rows = connection.createStatement().executeQuery(query)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Adds unpublished pages from 2 to the given number, with the people of page 1 under other ids.
   */
  public void addPages(int pages) {
    execute(
        "INSERT INTO raw_users (uuid, seed, page, index, api_version, payload, fetched_at)"
            + " SELECT id, seed, n, index, api_version,"
            + " jsonb_set(payload, '{login,uuid}', to_jsonb(id::text)), fetched_at"
            + " FROM (SELECT *, md5(uuid::text || n)::uuid AS id FROM raw_users,"
            + " generate_series(2, "
            + pages
            + ") AS n) AS more");
  }

  public long rows() {
    return number("SELECT count(*) FROM raw_users");
  }

  public long unpublished() {
    return number("SELECT count(*) FROM raw_users WHERE published_at IS NULL");
  }
}

package io.userstream.io.cassandra;

import com.datastax.driver.core.ColumnMetadata;
import com.datastax.driver.core.DataType;
import com.datastax.driver.core.Metadata;
import com.datastax.driver.core.TableMetadata;
import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The one place that knows the columns of {@code spark_streams.created_users}.
 *
 * <p>The first twelve are those that existing queries know; the finer ones follow. Everything but
 * the key may be null. Nothing here asks a server.
 */
public final class CreatedUsersTable {
  /** The one column of the primary key: the user's uuid. */
  public static final String KEY = "id";

  private static final ImmutableList<Column> COLUMNS =
      ImmutableList.of(
          column(KEY, DataType.uuid()),
          column("first_name", DataType.text()),
          column("last_name", DataType.text()),
          column("gender", DataType.text()),
          column("address", DataType.text()),
          column("post_code", DataType.text()),
          column("email", DataType.text()),
          column("username", DataType.text()),
          column("dob", DataType.timestamp()),
          column("registered_date", DataType.timestamp()),
          column("phone", DataType.text()),
          column("picture", DataType.text()),
          column("nationality", DataType.text()),
          column("street", DataType.text()),
          column("city", DataType.text()),
          column("state", DataType.text()),
          column("country", DataType.text()),
          column("latitude", DataType.cdouble()),
          column("longitude", DataType.cdouble()),
          column("timezone_offset", DataType.text()),
          column("cell", DataType.text()),
          column("seed", DataType.text()),
          column("page", DataType.cint()),
          column("page_index", DataType.cint()),
          column("fetched_at", DataType.timestamp()));

  private CreatedUsersTable() {}

  /** A column's name and CQL type. */
  @AutoValue
  public abstract static class Column {
    public abstract String name();

    public abstract DataType type();
  }

  /** All columns, the key first, in the order of the create statement. */
  public static ImmutableList<Column> columns() {
    return COLUMNS;
  }

  /** Returns the statement that creates the table unless a table of that name is there. */
  public static String createStatement(String keyspace, String table) {
    return "CREATE TABLE IF NOT EXISTS "
        + qualifiedName(keyspace, table)
        + " ("
        + COLUMNS.stream()
            .map(c -> c.name() + " " + cqlName(c.type()) + ", ")
            .collect(Collectors.joining())
        + "PRIMARY KEY ("
        + KEY
        + "))";
  }

  /** Returns keyspace and table as CQL wants them, quoted where a name is a CQL word. */
  public static String qualifiedName(String keyspace, String table) {
    return quoted(keyspace) + "." + quoted(table);
  }

  /**
   * Says how a table of the server differs from this one: a line for each missing or additional
   * column, each column of another type, and another primary key. Empty when it is the same; the
   * order of the columns does not matter.
   */
  public static List<String> differences(TableMetadata actual) {
    List<String> differences = new ArrayList<>();
    for (Column column : COLUMNS) {
      ColumnMetadata there = actual.getColumn(column.name());
      if (there == null) {
        differences.add(
            String.format("column %s %s is missing", column.name(), cqlName(column.type())));
      } else if (!cqlName(there.getType()).equals(cqlName(column.type()))) {
        differences.add(
            String.format(
                "column %s is %s and should be %s",
                column.name(), cqlName(there.getType()), cqlName(column.type())));
      }
    }
    for (ColumnMetadata there : actual.getColumns()) {
      if (COLUMNS.stream().noneMatch(c -> c.name().equals(there.getName()))) {
        differences.add(
            String.format(
                "column %s %s should not be there", there.getName(), cqlName(there.getType())));
      }
    }
    String key =
        actual.getPrimaryKey().stream()
            .map(ColumnMetadata::getName)
            .collect(Collectors.joining(", "));
    if (!key.equals(KEY)) {
      differences.add(String.format("the primary key is (%s) and should be (%s)", key, KEY));
    }
    return differences;
  }

  private static String cqlName(DataType type) {
    // text and varchar are one type; the driver uses either name.
    return type.equals(DataType.varchar()) ? "text" : type.toString();
  }

  static String quoted(String name) {
    return Metadata.quoteIfNecessary(name.toLowerCase(Locale.ROOT));
  }

  private static Column column(String name, DataType type) {
    return new AutoValue_CreatedUsersTable_Column(name, type);
  }
}

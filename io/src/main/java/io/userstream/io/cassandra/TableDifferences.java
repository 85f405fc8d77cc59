package io.userstream.io.cassandra;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.datastax.driver.core.ColumnMetadata;
import com.datastax.driver.core.TableMetadata;
import com.google.common.collect.ImmutableList;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The differences between a table on the server and the users table of this build. Ignores the
 * order of columns. Immutable.
 *
 * @param missing regular columns of this build that the table does not have; {@code setup} adds
 *     them
 * @param additional regular columns with their types that another build added; this build neither
 *     reads nor writes them
 * @param conflicts differences that adding columns cannot fix: other types and another primary key
 */
public record TableDifferences(
    ImmutableList<UserColumn<?>> missing,
    ImmutableList<String> additional,
    ImmutableList<String> conflicts) {
  static TableDifferences of(TableMetadata actual) {
    ImmutableList<UserColumn<?>> columns = CreatedUsersTable.columns();
    return new TableDifferences(
        columns.stream()
            .filter(column -> actual.getColumn(column.name()) == null)
            .filter(column -> !column.isKey())
            .collect(toImmutableList()),
        actual.getColumns().stream()
            .filter(found -> !actual.getPrimaryKey().contains(found))
            .filter(found -> columns.stream().noneMatch(c -> c.name().equals(found.getName())))
            .map(found -> found.getName() + " " + UserColumn.cqlName(found.getType()))
            .collect(toImmutableList()),
        Stream.concat(otherTypes(actual), otherKey(actual)).collect(toImmutableList()));
  }

  private static Stream<String> otherTypes(TableMetadata actual) {
    return CreatedUsersTable.columns().stream()
        .filter(column -> actual.getColumn(column.name()) != null)
        .flatMap(
            column -> {
              String type = UserColumn.cqlName(actual.getColumn(column.name()).getType());
              return type.equals(column.cqlType())
                  ? Stream.empty()
                  : Stream.of(
                      String.format(
                          Locale.ROOT,
                          "column %s is %s and should be %s",
                          column.name(),
                          type,
                          column.cqlType()));
            });
  }

  private static Stream<String> otherKey(TableMetadata actual) {
    String key =
        actual.getPrimaryKey().stream()
            .map(ColumnMetadata::getName)
            .collect(Collectors.joining(", "));
    return key.equals(CreatedUsersTable.KEY)
        ? Stream.empty()
        : Stream.of(
            String.format(
                Locale.ROOT,
                "the primary key is (%s) and should be (%s)",
                key,
                CreatedUsersTable.KEY));
  }
}

package io.userstream.tests.demo;

import com.datastax.driver.core.Cluster;
import com.datastax.driver.core.Row;
import com.datastax.driver.core.Session;
import io.userstream.tests.flow.CassandraClients;
import io.userstream.tests.stack.LocalStack;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Formats some rows of the table as text with aligned columns. */
final class SampleRows {
  private static final int ROWS = 5;
  private static final int MAX_WIDTH = 36;
  private static final List<String> HEADINGS =
      List.of("id", "name", "city", "country", "nat", "registered");

  private SampleRows() {}

  /** Returns the headings and one line for each row. */
  static List<String> read(LocalStack stack) {
    Cluster cluster = CassandraClients.builder(stack).build();
    try {
      Session session = cluster.connect();
      List<List<String>> cells = new ArrayList<>(List.of(HEADINGS));
      session
          .execute(
              "SELECT id, first_name, last_name, city, country, nationality, registered_date"
                  + " FROM spark_streams.created_users LIMIT "
                  + ROWS)
          .forEach(row -> cells.add(cells(row)));
      return aligned(cells);
    } finally {
      var unused = cluster.closeAsync(); // Skips the two seconds of an orderly close.
    }
  }

  private static List<String> cells(Row row) {
    return List.of(
        row.getUUID("id").toString(),
        row.getString("first_name") + " " + row.getString("last_name"),
        text(row, "city"),
        text(row, "country"),
        text(row, "nationality"),
        row.getTimestamp("registered_date").toInstant().toString().substring(0, 10));
  }

  private static String text(Row row, String column) {
    String value = row.getString(column);
    return value == null ? "" : value;
  }

  static List<String> aligned(List<List<String>> rows) {
    int[] widths =
        IntStream.range(0, rows.get(0).size())
            .map(
                column ->
                    rows.stream().mapToInt(row -> shown(row.get(column)).length()).max().orElse(0))
            .toArray();
    return rows.stream()
        .map(
            row -> {
              StringBuilder line = new StringBuilder();
              for (int column = 0; column < widths.length; column++) {
                String cell = shown(row.get(column));
                line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
              }
              return line.toString().stripTrailing();
            })
        .toList();
  }

  private static String shown(String cell) {
    return cell.length() > MAX_WIDTH ? cell.substring(0, MAX_WIDTH - 1) + "…" : cell;
  }
}

package io.userstream.tests.faults;

import com.datastax.driver.core.Row;
import io.userstream.tests.flow.FlowContents;
import io.userstream.tests.flow.UserColumns;
import io.userstream.tests.stack.Await;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rows of the table: which record wrote each row, and which rows differ from that record in any
 * column.
 */
final class RowsByNumber {
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Set<String> differing = new TreeSet<>();

  private RowsByNumber() {}

  /** Reads the rows, and retries, because a node that has just restarted fails some reads. */
  static RowsByNumber read(FlowContents contents, SteadyPublisher publisher) {
    return Await.until(
        "the table can be read",
        FlowUnderFire.LIMIT,
        () -> {
          RowsByNumber rows = new RowsByNumber();
          contents.forEachRow(UserColumns.names(), row -> rows.add(row, publisher));
          return rows;
        },
        rows -> true);
  }

  private void add(Row row, SteadyPublisher publisher) {
    String id = row.getUUID("id").toString();
    // A mixed row may also have lost its number.
    int number = row.isNull("username") ? -1 : Published.numberOf(row.getString("username"));
    numbers.put(id, number);
    if (number < 0) {
      differing.add(id + " has no username");
      return;
    }
    List<String> others =
        UserColumns.of(publisher.record(number).user()).entrySet().stream()
            .filter(column -> !Objects.equals(column.getValue(), row.getObject(column.getKey())))
            .map(Map.Entry::getKey)
            .toList();
    if (!others.isEmpty()) {
      differing.add(id + " is of record " + number + ", but not " + others);
    }
  }

  /**
   * Returns the number of the record that wrote each row, by id, or -1 if the row does not contain
   * it.
   */
  Map<String, Integer> numbers() {
    return numbers;
  }

  /** Returns the rows with columns that differ from the record that wrote them. */
  Set<String> differing() {
    return differing;
  }
}

package io.userstream.tests.faults;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.Nullable;

/**
 * Records that were acknowledged and are no longer in the log, because the topic was recreated or
 * the log was truncated. They may have been stored, which cannot be undone.
 */
final class EarlierRecords {
  private final Set<Integer> numbers;
  private final Map<String, Set<Integer>> states = new HashMap<>();
  private final int first;

  private EarlierRecords(Set<Integer> numbers, int first) {
    this.numbers = numbers;
    this.first = first;
  }

  static EarlierRecords of(SteadyPublisher publisher, Set<Integer> inLog) {
    Set<Integer> numbers = new HashSet<>();
    for (int number = 0; number < publisher.first(); number++) {
      if (!inLog.contains(number)) {
        numbers.add(number);
      }
    }
    EarlierRecords earlier = new EarlierRecords(numbers, publisher.first());
    numbers.stream()
        .map(publisher::record)
        .filter(record -> record.kind() != Published.Kind.POISON)
        .forEach(
            record ->
                earlier
                    .states
                    .computeIfAbsent(record.id(), id -> new TreeSet<>())
                    .add(record.number()));
    return earlier;
  }

  boolean contains(int number) {
    return numbers.contains(number);
  }

  /**
   * Returns whether such a record explains a row that differs from the last record of its user.
   *
   * @param last number of the last record in the log, or null if there is none
   * @param row number of the record that wrote the row, or null if there is no row
   */
  boolean explain(String id, @Nullable Integer last, @Nullable Integer row) {
    Set<Integer> ofUser = states.getOrDefault(id, Set.of());
    // Records that were published later are newer and win.
    boolean overwritten = last != null && last >= first;
    return !overwritten && (row == null ? !ofUser.isEmpty() : ofUser.contains(row));
  }
}

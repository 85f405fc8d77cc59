package io.userstream.tests.faults;

import io.userstream.tests.faults.Published.Kind;
import io.userstream.tests.flow.FlowContents;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * Compares the topic with the other servers: the last record of each user with the row, in every
 * column, and each broken record with its dead letter, by origin.
 */
final class ExactComparison {
  /** Enough to recognize a pattern. */
  private static final int NAMED = 10;

  private final SteadyPublisher publisher;
  private final FlowContents contents;
  private final TopicLog log;

  ExactComparison(SteadyPublisher publisher, FlowContents contents, TopicLog log) {
    this.publisher = publisher;
    this.contents = contents;
    this.log = log;
  }

  /**
   * Checks, at any time, that nothing below these offsets is missing: each row is complete and at
   * least as new as the last record of its user below them, and each broken record has a dead
   * letter.
   *
   * @throws AssertionError with the places of the missing records
   */
  void requireSafeBelow(Map<Integer, Long> offsets) {
    RowsByNumber rows = RowsByNumber.read(contents, publisher);
    List<FoundDeadLetter> deadLetters = deadLetters();
    // Read last, so that it contains every record that the servers have.
    NavigableMap<Place, Integer> records = log.read();
    requireNone("rows that no record describes", rows.differing());
    List<String> missing = new ArrayList<>();
    states(records)
        .forEach(
            (id, states) -> {
              Place due = lastBelow(states, offsets);
              if (due != null && !isAsNewAs(due, states, rows.numbers().get(id))) {
                missing.add(name(due, states.get(due)) + ", row " + rows.numbers().get(id));
              }
            });
    requireNone("committed but not stored", missing);
    Set<Integer> poison = poison(records, offsets);
    deadLetters.forEach(letter -> poison.remove(letter.number()));
    requireNone("committed but no dead letter", poison);
  }

  /**
   * Checks that each row equals the last record of its user, that erased users have no row, and
   * that each broken record has one dead letter. The publisher must pause, and everything must be
   * stored.
   *
   * @throws AssertionError with lost, old, mixed, duplicate or unexpected data
   */
  void requireExact() {
    NavigableMap<Place, Integer> records = log.read();
    requireAcknowledgedIn(records);
    RowsByNumber rows = RowsByNumber.read(contents, publisher);
    requireNone("rows that no record describes", rows.differing());
    EarlierRecords earlier = EarlierRecords.of(publisher, Set.copyOf(records.values()));
    List<String> differences = new ArrayList<>();
    Map<String, Integer> unexpected = new HashMap<>(rows.numbers());
    states(records)
        .forEach(
            (id, states) -> {
              Integer row = unexpected.remove(id);
              Published last = states.lastEntry().getValue();
              Integer expected = last.kind() == Kind.USER ? last.number() : null;
              if (!Objects.equals(row, expected) && !earlier.explain(id, last.number(), row)) {
                differences.add(name(states.lastKey(), last) + ", row " + row);
              }
            });
    unexpected.entrySet().removeIf(row -> earlier.explain(row.getKey(), null, row.getValue()));
    requireNone("differs from the last record", differences);
    requireNone("stored, but never published", unexpected.entrySet());
    requireDeadLetters(records, earlier);
  }

  private void requireAcknowledgedIn(NavigableMap<Place, Integer> records) {
    List<String> lost = new ArrayList<>();
    publisher
        .acknowledged()
        .forEach(
            (number, place) -> {
              if (!number.equals(records.get(place))) {
                lost.add(number + " at " + place);
              }
            });
    requireNone("acknowledged, but not in the topic", lost);
  }

  private void requireDeadLetters(NavigableMap<Place, Integer> records, EarlierRecords earlier) {
    String topicId = log.topicId();
    Set<Integer> due = poison(records, log.ends());
    List<String> unasked = new ArrayList<>();
    for (FoundDeadLetter letter : deadLetters()) {
      boolean isOfLog =
          topicId.equals(letter.topicId())
              && Objects.equals(records.get(letter.place()), letter.number());
      if (!(isOfLog && due.remove(letter.number())) && !earlier.contains(letter.number())) {
        unasked.add(letter.toString());
      }
    }
    requireNone("dead letters duplicated or unexpected", unasked);
    requireNone("dead letters lost", due);
  }

  /**
   * The records of each user that change its row, by place. All records of a user are in one
   * partition.
   */
  private Map<String, NavigableMap<Place, Published>> states(Map<Place, Integer> records) {
    Map<String, NavigableMap<Place, Published>> states = new HashMap<>();
    records.forEach(
        (place, number) -> {
          Published record = publisher.record(number);
          if (record.kind() != Kind.POISON) {
            states.computeIfAbsent(record.id(), id -> new TreeMap<>()).put(place, record);
          }
        });
    return states;
  }

  /** The numbers of the broken records below these offsets. */
  private Set<Integer> poison(Map<Place, Integer> records, Map<Integer, Long> offsets) {
    return records.entrySet().stream()
        .filter(record -> record.getKey().isBelow(offsets))
        .map(Map.Entry::getValue)
        .filter(number -> publisher.record(number).kind() == Kind.POISON)
        .collect(Collectors.toCollection(HashSet::new));
  }

  @Nullable
  private static Place lastBelow(
      NavigableMap<Place, Published> states, Map<Integer, Long> offsets) {
    return states.descendingKeySet().stream()
        .filter(place -> place.isBelow(offsets))
        .findFirst()
        .orElse(null);
  }

  /**
   * Returns whether the row, or its absence, results from the record at that place or a later one.
   */
  private static boolean isAsNewAs(
      Place due, NavigableMap<Place, Published> states, @Nullable Integer row) {
    return states.tailMap(due, true).values().stream()
        .anyMatch(
            record ->
                row == null ? record.kind() == Kind.TOMBSTONE : record.number() == row.intValue());
  }

  private List<FoundDeadLetter> deadLetters() {
    return contents.deadLetters().stream().map(FoundDeadLetter::of).toList();
  }

  private static String name(Place place, Published record) {
    return "record " + record.number() + " (" + record.kind() + ") at " + place;
  }

  private static void requireNone(String what, Collection<?> none) {
    if (!none.isEmpty()) {
      throw new AssertionError(
          none.size() + " " + what + ": " + none.stream().limit(NAMED).toList());
    }
  }
}

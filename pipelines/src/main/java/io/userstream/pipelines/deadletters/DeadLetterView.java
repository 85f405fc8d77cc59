package io.userstream.pipelines.deadletters;

import io.userstream.io.deadletters.DeadLetterEntry;
import io.userstream.io.deadletters.NewestDeadLetters.Newest;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * What the browser shows: each component is a field of {@code /dead-letters.json}. Moments are in
 * milliseconds since the epoch.
 *
 * @param topic the dead letter topic
 * @param read the number of dead letters that were read, and so counted
 * @param others the number of records between them that are no dead letters
 * @param perPartition the number of offsets that were read of each partition at most
 * @param hasOlder whether the topic has older records, which are not counted
 * @param isCut whether some are missing, because they are large or Kafka is slow
 * @param intervals the begins of the intervals over which reasons are counted
 * @param intervalMs their length
 * @param reasons a count for each interval, by reason
 * @param notRedriven how many of these were not redriven, by reason
 * @param matching the number of dead letters that were read and are selected
 * @param command processes the selection again
 * @param letters the newest of those that are selected, with at most {@value #MAX_LETTERS}
 */
record DeadLetterView(
    String topic,
    long now,
    int read,
    long others,
    int perPartition,
    boolean hasOlder,
    boolean isCut,
    List<Long> intervals,
    long intervalMs,
    SortedMap<String, List<Integer>> reasons,
    SortedMap<String, Integer> notRedriven,
    int matching,
    String command,
    List<DeadLetterEntry> letters) {
  static final int MAX_LETTERS = 100;

  /** The names of the topics, and how to process dead letters of them again. */
  record Target(String usersTopic, String deadLetterTopic, RedriveCommand redrive) {}

  /** Returns the counts of the page. */
  ReasonCounts counts() {
    return new ReasonCounts(
        intervals.stream().map(Instant::ofEpochMilli).toList(), reasons, notRedriven);
  }

  static DeadLetterView of(Newest newest, DeadLetterQuery query, Target target, Instant now) {
    ReasonCounts counts = ReasonCounts.of(newest.letters(), query.span(), now);
    List<DeadLetterEntry> matching =
        newest.letters().stream()
            .filter(letter -> query.selection().contains(letter, target.usersTopic()))
            .toList();
    return new DeadLetterView(
        target.deadLetterTopic(),
        now.toEpochMilli(),
        newest.letters().size(),
        newest.others(),
        newest.perPartition(),
        newest.hasOlder(),
        newest.isCut(),
        counts.starts().stream().map(Instant::toEpochMilli).toList(),
        query.span().interval().toMillis(),
        counts.byReason(),
        counts.notRedriven(),
        matching.size(),
        target.redrive().of(query.selection()),
        matching.stream().limit(MAX_LETTERS).toList());
  }
}

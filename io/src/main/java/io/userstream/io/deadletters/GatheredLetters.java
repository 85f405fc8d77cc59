package io.userstream.io.deadletters;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Gathers records of the dead letter topic in any order, and finds out which dead letters the marks
 * among them name. Not thread-safe.
 */
final class GatheredLetters {
  private final List<Letter> letters = new ArrayList<>();
  private final List<RedriveMark> marks = new ArrayList<>();
  private long others;

  /** A dead letter and, if it is of a record, this record. */
  private record Letter(DeadLetterEntry entry, Optional<RecordOrigin> record) {}

  /** Adds a record. */
  void add(ConsumerRecord<byte[], byte[]> read) {
    Optional<RedriveMark> mark = RedriveMark.in(read.headers(), read.value());
    Optional<DeadLetterEntry> entry = DeadLetterEntry.of(read);
    if (mark.isPresent()) {
      marks.add(mark.get());
    } else if (entry.isPresent()) {
      Optional<RecordOrigin> record =
          Origin.inHeaders(read.headers())
              .filter(RecordOrigin.class::isInstance)
              .map(RecordOrigin.class::cast);
      letters.add(new Letter(entry.get(), record));
    } else {
      others++;
    }
  }

  /** Returns the number of records that are neither dead letters nor marks. */
  long others() {
    return others;
  }

  /** Returns the dead letters, the newest first. */
  ImmutableList<DeadLetterEntry> newestFirst() {
    return letters.stream()
        .map(letter -> isRedriven(letter) ? letter.entry().redriven() : letter.entry())
        .sorted(
            Comparator.comparingLong(DeadLetterEntry::writtenMs)
                .thenComparingLong(DeadLetterEntry::offset)
                .reversed())
        .collect(ImmutableList.toImmutableList());
  }

  private boolean isRedriven(Letter letter) {
    return letter.record().isPresent()
        && marks.stream().anyMatch(mark -> mark.names(letter.record().get()));
  }
}

package io.userstream.tests.simulate;

import io.userstream.tests.simulate.Entry.Transaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.kafka.common.Uuid;

/** The leader's log of one partition of one topic id. */
final class ModelLog {
  final Uuid topicId;
  final int partition;

  /** Counts truncations, which invalidate what readers know. */
  int truncations;

  /** Records that retention deleted before the sink received them. */
  final List<Entry> deletedUnhandled = new ArrayList<>();

  /** The sink was seen to hold everything below this offset. */
  long verified;

  /** An operator skipped the offsets from {@code skippedFrom} to {@code skippedTo}. */
  long skippedFrom;

  long skippedTo;

  /**
   * Whether the committed offset comes from the first release or from an operator, and so does not
   * name its log.
   */
  boolean hasOffsetsWithoutIdentity;

  /** The offset of the leader's clock, in milliseconds. */
  long clockMs;

  private final List<Entry> entries = new ArrayList<>();
  private final List<Transaction> open = new ArrayList<>();

  /** The first offset of each leader epoch; the index is the epoch. */
  private final List<Long> epochStarts = new ArrayList<>(List.of(0L));

  private long begin;
  private long end;

  ModelLog(Uuid topicId, int partition) {
    this.topicId = topicId;
    this.partition = partition;
  }

  long begin() {
    return begin;
  }

  /** The high watermark. This model replicates immediately. */
  long end() {
    return end;
  }

  long lastStable() {
    long stable = end;
    for (Transaction transaction : open) {
      stable = Math.min(stable, transaction.firstOffset);
    }
    return stable;
  }

  int epoch() {
    return epochStarts.size() - 1;
  }

  /**
   * Returns the end of an epoch, as a broker reports it to a client with a position in the epoch.
   */
  long endOfEpoch(int epoch) {
    return epoch + 1 < epochStarts.size() ? epochStarts.get(epoch + 1) : end;
  }

  Entry append(
      long timestampMs, Entry.Kind kind, int key, int number, @Nullable Transaction transaction) {
    Entry entry = new Entry(this, end++, timestampMs, kind, key, number, transaction);
    entries.add(entry);
    return entry;
  }

  /** Adds offsets without records: markers, aborted records or compacted records. */
  void skip(long offsets) {
    end += offsets;
  }

  Transaction begin(Transaction transaction) {
    open.add(transaction);
    return transaction;
  }

  /** Ends a transaction with a marker, unless the transaction was truncated. */
  void end(Transaction transaction, boolean commit) {
    if (open.remove(transaction)) {
      transaction.state = commit ? Transaction.State.COMMITTED : Transaction.State.ABORTED;
      end++;
    }
  }

  List<Transaction> openTransactions() {
    return List.copyOf(open);
  }

  /** Elects a new leader that has all records. */
  void nextEpoch() {
    epochStarts.add(end);
  }

  /** Elects a new leader that lacks the newest records. */
  void truncate(long to) {
    while (!entries.isEmpty() && entries.get(entries.size() - 1).offset >= to) {
      entries.remove(entries.size() - 1).gone = true;
    }
    open.removeIf(transaction -> transaction.firstOffset >= to);
    end = to;
    // Epochs never repeat: an epoch that loses all its records remains, empty.
    for (int epoch = 0; epoch < epochStarts.size(); epoch++) {
      epochStarts.set(epoch, Math.min(epochStarts.get(epoch), to));
    }
    epochStarts.add(to);
    verified = Math.min(verified, to);
    truncations++;
  }

  /**
   * Deletes records by retention up to an offset, or up to a lower one where the timestamp changes,
   * because Kafka deletes segments.
   */
  void deleteBelow(long offset) {
    int index = indexOf(offset);
    while (index < entries.size() && decidesWriteTimes(index)) {
      index--;
    }
    begin = Math.max(begin, index < entries.size() ? entries.get(index).offset : offset);
    while (!entries.isEmpty() && entries.get(0).offset < begin) {
      Entry deleted = entries.remove(0);
      deleted.gone = true;
      if (deleted.mayBeRead() && !deleted.handled) {
        deletedUnhandled.add(deleted);
      }
    }
  }

  boolean isSkippedByPerson(long offset) {
    return offset >= skippedFrom && offset < skippedTo;
  }

  void topicDeleted() {
    entries.forEach(entry -> entry.gone = true);
  }

  /** Returns the index of the first entry at or after an offset. */
  int indexOf(long offset) {
    int low = 0;
    int high = entries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries.get(middle).offset < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns whether the sink received everything that no operator skipped. */
  boolean isHandled() {
    return entries.stream()
        .allMatch(entry -> entry.handled || !entry.mayBeRead() || isSkippedByPerson(entry.offset));
  }

  List<Entry> entries() {
    return entries;
  }

  /**
   * Returns whether a record from an index on would have another write time without the records
   * before it. Decision record 019 excludes that compaction and retention change write times.
   */
  private boolean decidesWriteTimes(int first) {
    for (int earlier = 0; earlier < first; earlier++) {
      if (reachesAny(earlier, first)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a record may determine the write time of a record from an index on. */
  private boolean reachesAny(int earlier, int first) {
    Entry from = entries.get(earlier);
    for (int later = first; later < entries.size(); later++) {
      Entry to = entries.get(later);
      if (1_000 * (from.timestampMs - to.timestampMs) + to.offset - from.offset >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Removes records below an offset that a later record of the same key supersedes. */
  void compact(long below) {
    Set<Integer> later = new HashSet<>();
    for (int index = entries.size() - 1; index >= 0; index--) {
      Entry entry = entries.get(index);
      boolean superseded =
          entry.kind != Entry.Kind.POISON && entry.isReadable() && !later.add(entry.key);
      if (superseded
          && entry.offset < below
          && entry.offset < lastStable()
          && !reachesAny(index, index + 1)) {
        entries.remove(index).gone = true;
      }
    }
  }
}

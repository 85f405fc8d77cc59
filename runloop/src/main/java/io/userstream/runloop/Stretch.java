package io.userstream.runloop;

/**
 * What a look ahead found from an offset on. Compaction and transactions leave offsets without a
 * record, and a run over such offsets alone costs as much as a full one.
 *
 * @param first the offset of the first record, or where the look ended if it found none
 * @param stop the offset after the last record that the look counted
 * @param records the number of records from {@code first} to {@code stop}
 */
public record Stretch(long first, long stop, long records) {
  /** Nothing is known about the records after an offset. */
  static Stretch unknown(long offset) {
    return new Stretch(offset, offset, 0);
  }

  /** Returns true if at most a fourth of the offsets have a record. */
  boolean isSparse() {
    return records * 4 <= stop - first;
  }
}

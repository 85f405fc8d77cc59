package io.userstream.runloop.ranges;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/**
 * A set of offsets of one partition, held as intervals, because the offsets of a fault are often
 * adjacent. Immutable.
 */
public final class OffsetSet implements Serializable {
  private static final long serialVersionUID = 1L;

  /** No offsets. */
  public static final OffsetSet EMPTY = new OffsetSet(new long[0]);

  /** The first offset of each interval and the offset after its last one, in ascending order. */
  private final long[] bounds;

  private OffsetSet(long[] bounds) {
    this.bounds = bounds;
  }

  /** Returns the set of some offsets, in any order and possibly repeated. */
  public static OffsetSet of(LongStream offsets) {
    long[] sorted = offsets.sorted().distinct().toArray();
    long[] bounds = new long[2 * sorted.length];
    int used = 0;
    for (long offset : sorted) {
      if (used > 0 && bounds[used - 1] == offset) {
        bounds[used - 1]++;
      } else {
        bounds[used++] = offset;
        bounds[used++] = offset + 1;
      }
    }
    return new OffsetSet(Arrays.copyOf(bounds, used));
  }

  /** Returns the set of the offsets from {@code from} (inclusive) to {@code to} (exclusive). */
  public static OffsetSet between(long from, long to) {
    return from < to ? new OffsetSet(new long[] {from, to}) : EMPTY;
  }

  /**
   * Parses the text of {@link #toString}.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static OffsetSet parse(String text) {
    long[] bounds = new long[2 * (int) (text.chars().filter(c -> c == ',').count() + 1)];
    int used = 0;
    for (String part : text.split(",", -1)) {
      int dash = part.indexOf('-');
      long first = Long.parseLong(dash < 0 ? part : part.substring(0, dash));
      long last = dash < 0 ? first : Long.parseLong(part.substring(dash + 1));
      if (first < (used == 0 ? 0 : bounds[used - 1] + 1)
          || last < first
          || last == Long.MAX_VALUE) {
        throw new IllegalArgumentException("not ascending intervals of offsets");
      }
      bounds[used++] = first;
      bounds[used++] = last + 1;
    }
    return new OffsetSet(bounds);
  }

  public boolean contains(long offset) {
    int found = Arrays.binarySearch(bounds, offset);
    // The insertion point after a first offset is odd. An end is not part of its interval.
    return found >= 0 ? found % 2 == 0 : -(found + 1) % 2 == 1;
  }

  public boolean isEmpty() {
    return bounds.length == 0;
  }

  /** Returns the number of offsets. */
  public long size() {
    long size = 0;
    for (int i = 0; i < bounds.length; i += 2) {
      size += bounds[i + 1] - bounds[i];
    }
    return size;
  }

  /** Returns the first offset; 0 for an empty set. */
  public long first() {
    return isEmpty() ? 0 : bounds[0];
  }

  /** Returns the offset after the last one; 0 for an empty set. */
  public long end() {
    return isEmpty() ? 0 : bounds[bounds.length - 1];
  }

  /** Returns the offsets of all sets. */
  public static OffsetSet union(List<OffsetSet> sets) {
    List<OffsetSet> intervals =
        sets.stream()
            .flatMap(set -> set.pieces(1).stream())
            .sorted(Comparator.comparingLong(OffsetSet::first))
            .toList();
    long[] bounds = new long[2 * intervals.size()];
    int used = 0;
    for (OffsetSet interval : intervals) {
      if (used > 0 && interval.first() <= bounds[used - 1]) {
        bounds[used - 1] = Math.max(bounds[used - 1], interval.end());
      } else {
        bounds[used++] = interval.first();
        bounds[used++] = interval.end();
      }
    }
    return new OffsetSet(Arrays.copyOf(bounds, used));
  }

  /** Returns the offsets of this set from {@code from} (inclusive) to {@code to} (exclusive). */
  public OffsetSet within(long from, long to) {
    return clipped(bound -> Math.max(from, Math.min(to, bound)));
  }

  private OffsetSet clipped(LongUnaryOperator clip) {
    long[] kept = new long[bounds.length];
    int used = 0;
    for (int i = 0; i < bounds.length; i += 2) {
      long first = clip.applyAsLong(bounds[i]);
      long end = clip.applyAsLong(bounds[i + 1]);
      if (first < end) {
        kept[used++] = first;
        kept[used++] = end;
      }
    }
    return new OffsetSet(Arrays.copyOf(kept, used));
  }

  /** Returns the set in parts of at most so many intervals. */
  public List<OffsetSet> pieces(int maxIntervals) {
    List<OffsetSet> pieces = new ArrayList<>();
    for (int i = 0; i < bounds.length; i += 2 * maxIntervals) {
      int end = Math.min(bounds.length, i + 2 * maxIntervals);
      pieces.add(new OffsetSet(Arrays.copyOfRange(bounds, i, end)));
    }
    return pieces;
  }

  /** Returns every offset in ascending order. */
  public LongStream offsets() {
    return LongStream.iterate(0, i -> i < bounds.length, i -> i + 2)
        .flatMap(i -> LongStream.range(bounds[(int) i], bounds[(int) i + 1]));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OffsetSet set && Arrays.equals(bounds, set.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }

  /** Returns the intervals with their last offsets, such as {@code 0-4,7,9-12}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bounds.length; i += 2) {
      text.append(i == 0 ? "" : ",").append(bounds[i]);
      if (bounds[i + 1] > bounds[i] + 1) {
        text.append('-').append(bounds[i + 1] - 1);
      }
    }
    return text.toString();
  }
}

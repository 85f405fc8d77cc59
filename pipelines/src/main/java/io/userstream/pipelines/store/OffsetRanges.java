package io.userstream.pipelines.store;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;

/**
 * The offsets of an option, such as {@code 0:100-200,3:50-}. Immutable.
 *
 * @param parts the offsets by partition
 */
public record OffsetRanges(ImmutableMap<Integer, Part> parts) {
  /** No partition. */
  public static final OffsetRanges NONE = new OffsetRanges(ImmutableMap.of());

  private static final Pattern PART = Pattern.compile("([0-9]{1,9}):([0-9]{1,18})-([0-9]{1,18})?");

  /**
   * The offsets of a partition.
   *
   * @param end the offset after the last one; null for the end of the partition
   */
  public record Part(long first, @Nullable Long end) {
    boolean contains(long offset) {
      return offset >= first && (end == null || offset < end);
    }
  }

  /**
   * Parses the option.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  public static OffsetRanges parse(String text) {
    Map<Integer, Part> found = new TreeMap<>();
    for (String part : text.split(",", -1)) {
      Matcher offsets = PART.matcher(part);
      if (!offsets.matches()) {
        throw new IllegalArgumentException(
            "must be partition:first-end for each partition, such as 0:100-200,3:50-");
      }
      long first = Long.parseLong(offsets.group(2));
      Long end = offsets.group(3) == null ? null : Long.valueOf(offsets.group(3));
      if (end != null && end <= first) {
        throw new IllegalArgumentException("must end after it begins: " + part);
      }
      if (found.put(Integer.valueOf(offsets.group(1)), new Part(first, end)) != null) {
        throw new IllegalArgumentException("names partition " + offsets.group(1) + " twice");
      }
    }
    return new OffsetRanges(ImmutableMap.copyOf(found));
  }

  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /** Returns whether an offset is one of them. */
  public boolean contains(int partition, long offset) {
    Part part = parts.get(partition);
    return part != null && part.contains(offset);
  }
}

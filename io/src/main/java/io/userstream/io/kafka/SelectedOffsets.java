package io.userstream.io.kafka;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * The offsets of one partition that an operator selects. Immutable.
 *
 * @param first the first one
 * @param end the offset after the last one; null for the end of the partition
 */
public record SelectedOffsets(long first, @Nullable Long end) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9}):([0-9]{1,18})-([0-9]{1,18})?");

  /**
   * Parses offsets such as {@code 0:100-200,3:50-}.
   *
   * @return the offsets by partition, at least one
   * @throws IllegalArgumentException with the problem and the expected format
   */
  public static ImmutableSortedMap<Integer, SelectedOffsets> parse(String text) {
    Map<Integer, SelectedOffsets> found = new TreeMap<>();
    for (String part : text.split(",", -1)) {
      Matcher offsets = FORM.matcher(part);
      if (!offsets.matches()) {
        throw new IllegalArgumentException(
            "must be partition:first-end for each partition, such as 0:100-200,3:50-");
      }
      long first = Long.parseLong(offsets.group(2));
      Long end = offsets.group(3) == null ? null : Long.valueOf(offsets.group(3));
      if (end != null && end <= first) {
        throw new IllegalArgumentException("must end after it begins: " + part);
      }
      if (found.put(Integer.valueOf(offsets.group(1)), new SelectedOffsets(first, end)) != null) {
        throw new IllegalArgumentException("names partition " + offsets.group(1) + " twice");
      }
    }
    return ImmutableSortedMap.copyOf(found);
  }

  /** Returns the text that {@link #parse} reads. */
  public static String format(Map<Integer, SelectedOffsets> offsets) {
    return new TreeMap<>(offsets)
        .entrySet().stream()
            .map(each -> each.getKey() + ":" + each.getValue())
            .collect(Collectors.joining(","));
  }

  /** Returns whether an offset is selected. */
  public boolean contains(long offset) {
    return offset >= first && (end == null || offset < end);
  }

  @Override
  public String toString() {
    return first + "-" + (end == null ? "" : end);
  }
}

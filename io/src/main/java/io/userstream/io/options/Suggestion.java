package io.userstream.io.options;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.apache.beam.sdk.util.StringUtils;

/** Suggests a known name for a misspelled one. */
public final class Suggestion {
  private Suggestion() {}

  /** Returns {@code ", did you mean prefix+name?"} if a known name is close, or an empty string. */
  public static String forName(String typed, String prefix, Collection<String> names) {
    int most = Math.max(2, typed.length() / 3);
    return names.stream()
        // A distance is at least the difference of the lengths, and its calculation is slow.
        .filter(name -> Math.abs(name.length() - typed.length()) <= most)
        .min(
            Comparator.comparingInt((String name) -> distance(typed, name))
                .thenComparing(name -> name))
        .filter(name -> distance(typed, name) <= most)
        .map(name -> String.format(Locale.ROOT, ", did you mean %s%s?", prefix, name))
        .orElse("");
  }

  private static int distance(String a, String b) {
    return StringUtils.getLevenshteinDistance(
        a.toLowerCase(Locale.ROOT), b.toLowerCase(Locale.ROOT));
  }
}

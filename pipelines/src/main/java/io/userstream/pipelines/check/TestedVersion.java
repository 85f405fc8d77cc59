package io.userstream.pipelines.check;

import com.google.common.base.Splitter;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.annotation.Nullable;

/** The oldest versions of servers that docs/compatibility.md lists as tested. */
enum TestedVersion {
  KAFKA("Kafka", "3.9", null),
  CASSANDRA("Cassandra", "5.0", null),
  /** INSERT with ON CONFLICT needs 9.5. */
  POSTGRESQL("PostgreSQL", "15", "9.5");

  static final String SUBJECT = "version";

  private static final Pattern NUMBERS = Pattern.compile("^[0-9]+(\\.[0-9]+)*");

  private final String server;
  private final String oldest;
  @Nullable private final String needed;

  /**
   * @param oldest the oldest tested version
   * @param needed the version without which jobs fail; null if none is known
   */
  TestedVersion(String server, String oldest, @Nullable String needed) {
    this.server = server;
    this.oldest = oldest;
    this.needed = needed;
  }

  /** Returns the oldest tested version. */
  String oldest() {
    return oldest;
  }

  /**
   * Compares the versions of the nodes of a server.
   *
   * @param versions as the nodes report them. One that is not a number is not compared
   */
  void check(Collection<String> versions, Findings findings) {
    String found = String.join(" and ", new TreeSet<>(versions));
    if (needed != null && versions.stream().anyMatch(version -> isOlder(version, needed))) {
      findings.error(SUBJECT, found + ", but " + needed + " is required", upgrade());
    } else if (versions.stream().anyMatch(version -> isOlder(version, oldest))) {
      tooOld(found, findings);
    } else {
      findings.ok(SUBJECT, found);
    }
  }

  /**
   * Adds a warning.
   *
   * @param found the version
   */
  void tooOld(String found, Findings findings) {
    findings.warning(SUBJECT, found + ", but the oldest tested version is " + oldest, upgrade());
  }

  private String upgrade() {
    return "Upgrade " + server + " to " + oldest + " or newer.";
  }

  private static boolean isOlder(String version, String than) {
    List<Integer> numbers = numbers(version);
    return !numbers.isEmpty() && BY_NUMBER.compare(numbers, numbers(than)) < 0;
  }

  private static final Comparator<List<Integer>> BY_NUMBER =
      (one, other) -> {
        for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
          int order = Integer.compare(at(one, i), at(other, i));
          if (order != 0) {
            return order;
          }
        }
        return 0;
      };

  private static int at(List<Integer> numbers, int i) {
    return i < numbers.size() ? numbers.get(i) : 0;
  }

  /** Returns the numbers that a version begins with, such as 15 and 19 of "15.19 (Debian)". */
  private static List<Integer> numbers(String version) {
    return NUMBERS
        .matcher(version)
        .results()
        .map(MatchResult::group)
        .flatMap(Splitter.on('.')::splitToStream)
        .map(Integer::valueOf)
        .toList();
  }
}

package io.userstream.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.Test;

/** Compares the bundled libraries with {@code known-cves.csv}, offline. */
public class KnownVulnerabilitiesTest {
  /**
   * Surefire runs in the module's directory. {@link DependencyBaselineTest} keeps this file
   * correct.
   */
  private static final Path BUNDLED = Path.of("runtime-dependencies.txt");

  private static final Path KNOWN = Path.of("known-cves.csv");

  @Test
  public void noBundledVersionIsAffectedWithoutAReason() throws IOException {
    assertThat(
        "Update these libraries, or give the reason for accepting them in known-cves.csv.",
        affected().entrySet().stream()
            .filter(entry -> entry.getKey().reason().isEmpty())
            .map(entry -> entry.getKey().describe(entry.getValue()))
            .toList(),
        empty());
  }

  @Test
  public void everyReasonIsForABundledAffectedVersion() throws IOException {
    Map<Vulnerability, String> affected = affected();
    assertThat(
        "Remove the reasons of these in known-cves.csv: the bundled version is not affected.",
        known().stream()
            .filter(known -> !known.reason().isEmpty() && !affected.containsKey(known))
            .map(Vulnerability::id)
            .toList(),
        empty());
  }

  @Test
  public void listedLibrariesAreBundled() throws IOException {
    Map<String, String> bundled = bundled();
    assertThat(known(), is(not(empty())));
    assertThat(
        known().stream().map(Vulnerability::library).filter(l -> !bundled.containsKey(l)).toList(),
        empty());
  }

  @Test
  public void versionsAreComparedByNumber() {
    assertThat(compare("1.1.10.12", "1.1.10.9"), is(greaterThan(0)));
    assertThat(compare("4.1.96.Final", "4.1.118"), is(lessThan(0)));
    assertThat(compare("33.8.0-jre", "33.8"), is(0));
    assertThat(compare("2.15.4", "2.15"), is(greaterThan(0)));
  }

  private record Vulnerability(
      String library, String first, String fixed, String id, String source, String reason) {
    static Vulnerability parse(String line) {
      String[] columns = line.split(";", -1);
      if (columns.length != 6 || columns[2].isEmpty() || !columns[4].startsWith("https://")) {
        throw new IllegalArgumentException("not a line of known-cves.csv: " + line);
      }
      return new Vulnerability(
          columns[0], columns[1], columns[2], columns[3], columns[4], columns[5].strip());
    }

    boolean affects(String version) {
      return (first.isEmpty() || compare(version, first) >= 0) && compare(version, fixed) < 0;
    }

    String describe(String version) {
      return String.format(
          Locale.ROOT,
          "%s:%s is affected by %s, fixed in %s (%s)",
          library,
          version,
          id,
          fixed,
          source);
    }
  }

  private static Map<Vulnerability, String> affected() throws IOException {
    Map<String, String> bundled = bundled();
    return known().stream()
        .filter(known -> known.affects(bundled.getOrDefault(known.library(), known.fixed())))
        .collect(Collectors.toMap(known -> known, known -> bundled.get(known.library())));
  }

  /** Returns version by {@code groupId:artifactId}. */
  private static Map<String, String> bundled() throws IOException {
    return lines(BUNDLED).stream()
        .map(line -> line.split(":", -1))
        .collect(
            Collectors.toMap(
                parts -> parts[0] + ":" + parts[1],
                parts -> parts[parts.length - 1],
                (one, other) -> one));
  }

  private static List<Vulnerability> known() throws IOException {
    return lines(KNOWN).stream().map(Vulnerability::parse).toList();
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  /** Compares the numbers that two versions begin with; a missing number counts as 0. */
  private static int compare(String one, String other) {
    List<Integer> a = numbers(one);
    List<Integer> b = numbers(other);
    for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
      int order = Integer.compare(i < a.size() ? a.get(i) : 0, i < b.size() ? b.get(i) : 0);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static List<Integer> numbers(String version) {
    List<Integer> numbers = new ArrayList<>();
    for (String part : version.split("[.-]", -1)) {
      if (!part.matches("\\d+")) {
        break;
      }
      numbers.add(Integer.valueOf(part));
    }
    return numbers;
  }
}

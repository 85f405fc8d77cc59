package io.userstream.pipelines.check;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.Test;

/** Checks how versions are compared, and that the limits are those of the documentation. */
public class VersionsTest {
  private static final Path COMPATIBILITY = Path.of("../docs/compatibility.md");

  private final Findings findings = new Findings(Area.KAFKA);

  @Test
  public void oldestVersionsAreThoseOfTheDocumentation() throws IOException {
    assertThat(TestedVersion.KAFKA.oldest(), is(oldest(2, 2)));
    assertThat(TestedVersion.CASSANDRA.oldest(), is(oldest(3, 2)));
    assertThat(TestedVersion.POSTGRESQL.oldest(), is(oldest(4, 1)));
    assertThat(
        JavaVersion.TESTED,
        is(
            column(5).stream()
                .map(java -> Integer.valueOf(numbers(java, 1)))
                .collect(Collectors.toSet())));
    assertThat(
        JavaVersion.TESTED_ON_SPARK,
        is(
            column(5).stream()
                .filter(java -> !java.contains("DirectRunner"))
                .map(Integer::valueOf)
                .collect(Collectors.toSet())));
  }

  @Test
  public void aTestedVersionIsOk() {
    TestedVersion.CASSANDRA.check(List.of("5.0.9", "5.0.9"), findings);
    TestedVersion.POSTGRESQL.check(List.of("15.19 (Debian 15.19-1)"), findings);
    TestedVersion.POSTGRESQL.check(List.of("100"), findings);

    assertThat(lines(), contains("ok 5.0.9", "ok 15.19 (Debian 15.19-1)", "ok 100"));
  }

  @Test
  public void anOlderVersionIsAWarning() {
    TestedVersion.CASSANDRA.check(List.of("5.0.9", "4.1.3"), findings);

    assertThat(lines(), contains("warning 4.1.3 and 5.0.9, but the oldest tested version is 5.0"));
    assertThat(findings.list().get(0).fix(), is("Upgrade Cassandra to 5.0 or newer."));
  }

  @Test
  public void aVersionWithoutWhichJobsFailIsAnError() {
    TestedVersion.POSTGRESQL.check(List.of("9.4.26"), findings);
    TestedVersion.POSTGRESQL.check(List.of("9.5"), findings);

    assertThat(
        lines(),
        contains(
            "error 9.4.26, but 9.5 is required",
            "warning 9.5, but the oldest tested version is 15"));
  }

  @Test
  public void aVersionThatIsNoNumberIsNotCompared() {
    TestedVersion.CASSANDRA.check(List.of("null"), findings);

    assertThat(lines(), contains("ok null"));
  }

  @Test
  public void brokersTellTheirVersionByTheirFeatures() {
    BrokerVersion.check((short) 20, findings);
    BrokerVersion.check((short) 21, findings);

    assertThat(
        lines(),
        contains(
            "warning metadata.version of up to 20, but the oldest tested version is 3.9",
            "ok 3.9 or newer, with metadata.version of up to 21"));
  }

  @Test
  public void anotherJavaIsAWarning() {
    JavaVersion.check(17, true, findings);
    JavaVersion.check(21, false, findings);
    assertThat(lines(), is(empty()));

    JavaVersion.check(21, true, findings);
    JavaVersion.check(25, false, findings);
    assertThat(
        lines(),
        contains("warning Java 21 is not tested with Spark", "warning Java 25 is not tested"));
  }

  @Test
  public void aMasterOfAnotherSparkIsAnError() {
    RunnerCheck.version(Optional.of("3.4.1"), findings);

    assertThat(findings.list().get(0).level(), is(Level.ERROR));
  }

  private List<String> lines() {
    return findings.list().stream()
        .map(finding -> finding.level().code() + " " + finding.value())
        .toList();
  }

  /** Returns the oldest version in a column, as its first numbers. */
  private static String oldest(int column, int numbers) throws IOException {
    return column(column).stream()
        .map(version -> numbers(version, numbers))
        .min(Comparator.comparingDouble(Double::parseDouble))
        .orElseThrow();
  }

  private static String numbers(String version, int count) {
    return Splitter.on('.').splitToStream(version).limit(count).collect(Collectors.joining("."));
  }

  private static List<String> column(int number) throws IOException {
    return Files.readAllLines(COMPATIBILITY).stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> Splitter.on('|').trimResults().splitToList(line).get(number))
        .toList();
  }
}

package io.userstream.tests.status;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.userstream.pipelines.ingest.IngestMetrics;
import io.userstream.pipelines.reconcile.ReconcileMetrics;
import io.userstream.pipelines.status.JobMetrics;
import io.userstream.pipelines.status.Metric;
import io.userstream.pipelines.store.StoreMetrics;
import io.userstream.tests.stack.ProjectHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;

/**
 * Checks that the alert rules fire as described, and that rules and dashboard use existing metrics.
 */
public class AlertRulesTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Path DOCKER = ProjectHome.find().resolve("docker");
  private static final Path PROMETHEUS = DOCKER.resolve("prometheus");
  private static final Path DASHBOARD = DOCKER.resolve("grafana/dashboards/userstream.json");
  private static final Pattern METRIC = Pattern.compile("\\buserstream_\\w+");

  @Test
  public void configurationAndRulesAreValid() throws Exception {
    SystemProgram promtool = SystemProgram.require("prometheus", "promtool");

    assertThat(
        promtool.run(PROMETHEUS, LIMIT, List.of("check", "config", "prometheus.yml")),
        containsString("SUCCESS"));
    assertThat(
        promtool.run(PROMETHEUS, LIMIT, List.of("check", "rules", "alerts.yml")),
        containsString("SUCCESS"));
  }

  @Test
  public void everyRuleFiresOnlyWhenItShould() throws Exception {
    SystemProgram promtool = SystemProgram.require("prometheus", "promtool");

    assertThat(
        promtool.run(PROMETHEUS, LIMIT, List.of("test", "rules", "alerts.test.yml")),
        containsString("SUCCESS"));
  }

  @Test
  public void everyRuleHasATest() throws IOException {
    Set<String> rules = all("(?m)^ *- alert: (\\w+)", PROMETHEUS.resolve("alerts.yml"));
    Set<String> tested = all("(?m)^ *alertname: (\\w+)", PROMETHEUS.resolve("alerts.test.yml"));

    assertThat(rules, hasItems("LagGrowing", "NotFresh", "NoCommits", "DeadLetters"));
    assertThat(tested, is(rules));
  }

  @Test
  public void rulesUseOnlyExportedMetrics() throws IOException {
    Set<String> unknown = all("(" + METRIC + ")", PROMETHEUS.resolve("alerts.yml"));
    unknown.removeAll(served());

    assertThat(unknown, is(empty()));
  }

  @Test
  public void dashboardUsesOnlyExportedMetricsAndShowsEveryMetricOfTheStore() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
    Set<String> named = new TreeSet<>();
    dashboard
        .findValuesAsText("expr")
        .forEach(
            query -> METRIC.matcher(query).results().forEach(found -> named.add(found.group())));
    Set<String> unknown = new TreeSet<>(named);
    unknown.removeAll(served());

    assertThat(unknown, is(empty()));
    for (Metric metric : StoreMetrics.ALL) {
      assertThat(
          metric.name(),
          metric.seriesNames().stream().filter(named::contains).toList(),
          not(empty()));
    }
  }

  private static Set<String> served() {
    Set<String> names = new TreeSet<>();
    Stream.of(JobMetrics.COMMON, StoreMetrics.ALL, IngestMetrics.ALL, ReconcileMetrics.ALL)
        .flatMap(List::stream)
        .forEach(
            metric -> {
              names.add(metric.name());
              names.addAll(metric.seriesNames());
            });
    return names;
  }

  private static Set<String> all(String pattern, Path file) throws IOException {
    Set<String> found = new TreeSet<>();
    Pattern.compile(pattern)
        .matcher(Files.readString(file))
        .results()
        .forEach(match -> found.add(match.group(1)));
    return found;
  }
}

package io.userstream.pipelines.check;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.userstream.pipelines.job.ExitCode;
import java.io.IOException;
import java.util.List;
import org.junit.Test;

public class CheckReportTest {
  private static final Finding FINE =
      new Finding(Area.KAFKA, "connection", Level.OK, "h:9092, 1 broker", "");
  private static final Finding DOUBTFUL =
      new Finding(Area.CLOCKS, "PostgreSQL", Level.WARNING, "2 s ahead", "Use NTP.");
  private static final Finding WRONG =
      new Finding(Area.TOPICS, "topic u", Level.ERROR, "missing", "Run userstream setup.");

  @Test
  public void columnsAreAlignedAndTheLastLineCounts() {
    assertThat(
        new CheckReport("store", List.of(FINE, WRONG, DOUBTFUL)).in(ReportFormat.TEXT),
        is(
            """
            ok       Kafka   connection  h:9092, 1 broker
            error    topics  topic u     missing
                                         Run userstream setup.
            warning  clocks  PostgreSQL  2 s ahead
                                         Use NTP.
            check: 1 ok, 1 warning, 1 error
            """));
  }

  @Test
  public void countsOtherThanOneAreInThePlural() {
    assertThat(
        new CheckReport("tail", List.of(FINE)).in(ReportFormat.TEXT),
        is(
            """
            ok       Kafka  connection  h:9092, 1 broker
            check: 1 ok, 0 warnings, 0 errors
            """));
  }

  @Test
  public void jsonHasTheCommandTheCountsAndEveryFinding() throws IOException {
    JsonNode report =
        new ObjectMapper()
            .readTree(new CheckReport("store", List.of(FINE, WRONG)).in(ReportFormat.JSON));

    assertThat(report.path("command").asText(), is("store"));
    assertThat(report.path("ok").asInt(), is(1));
    assertThat(report.path("warning").asInt(-1), is(0));
    assertThat(report.path("error").asInt(), is(1));
    JsonNode wrong = report.path("findings").path(1);
    assertThat(
        wrong.toString(),
        is(
            "{\"area\":\"topics\",\"subject\":\"topic u\",\"level\":\"error\","
                + "\"value\":\"missing\",\"fix\":\"Run userstream setup.\"}"));
  }

  @Test
  public void onlyErrorsFail() {
    assertThat(new CheckReport("store", List.of(FINE, DOUBTFUL)).exitCode(), is(ExitCode.DONE));
    assertThat(new CheckReport("store", List.of(FINE, WRONG)).exitCode(), is(ExitCode.FAILED));
  }

  @Test
  public void findingIsOnOneLine() {
    Finding finding = new Finding(Area.API, "x", Level.ERROR, "a\r\n  b\n", "c\nd");

    assertThat(finding.value() + "|" + finding.fix(), is("a b|c d"));
  }
}

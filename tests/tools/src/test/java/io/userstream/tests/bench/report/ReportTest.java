package io.userstream.tests.bench.report;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.stack.ProjectHome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ReportTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Report report =
      new Report("today", new PrintStream(printed, true, StandardCharsets.UTF_8));
  private Path docs;

  @Before
  public void fillPage() throws Exception {
    docs = folder.getRoot().toPath();
    Report.Table table = report.table("backlog", "users/s", "CPU s");
    table.row("store", 3_000, 30);
    table.row("a < b", 1_000, 50);
    table.row("store", 1_000, 50);
    table.row("store", 2_000, 1.234);
    table.ratio("store/peer", 1.5);
    report.writeTo(BenchmarksPage.data(docs));
    Files.writeString(
        docs.resolve("benchmarks.md"),
        """
        Text.

        <!-- figures: backlog -->
        old
        <!-- end -->

        <!-- plot: backlog | users/s -->
        <!-- end -->
        More text.
        """);
  }

  @Test
  public void figuresArePrintedInColumns() {
    assertThat(
        printed.toString(StandardCharsets.UTF_8).lines().toList(),
        contains(
            "backlog                         users/s      CPU s",
            "store                             3,000       30.0",
            "a < b                             1,000       50.0",
            "store                             1,000       50.0",
            "store                             2,000       1.23",
            "ratio store/peer=1.50"));
  }

  @Test
  public void pageGetsTheMediansOfTheRounds() throws Exception {
    assertThat(
        BenchmarksPage.files(docs).get(docs.resolve("benchmarks.md")),
        containsString(
            """
            Text.

            <!-- figures: backlog -->
            | backlog | users/s | CPU s |
            |---|---|---|
            | store | 2,000 | 30.0 |
            | a < b | 1,000 | 50.0 |

            ```
            ratio store/peer=1.50
            ```

            Measured today, medians of up to 3 rounds.
            <!-- end -->
            """));
  }

  @Test
  public void barsHaveTheLengthOfTheirValue() throws Exception {
    Files.createDirectory(docs.resolve("images"));
    BenchmarksPage.write(docs);

    for (String theme : List.of("light", "dark")) {
      byte[] svg =
          Files.readAllBytes(docs.resolve("images/bench-backlog-users-s-" + theme + ".svg"));
      var bars =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(svg))
              .getElementsByTagName("rect");
      assertThat(bars.getLength(), is(2));
      assertThat(length(bars.item(0)), is(2 * length(bars.item(1))));
    }
    assertThat(
        "written again, the page stays the same",
        BenchmarksPage.files(docs).get(docs.resolve("benchmarks.md")),
        is(Files.readString(docs.resolve("benchmarks.md"))));
  }

  private static int length(org.w3c.dom.Node bar) {
    return Integer.parseInt(bar.getAttributes().getNamedItem("width").getNodeValue());
  }

  @Test
  public void tablesOfEarlierRunsStayInTheFile() {
    Report later = new Report("tomorrow", new PrintStream(printed, true, StandardCharsets.UTF_8));
    later.table("growth", "users/s").row("store", 7);
    later.writeTo(BenchmarksPage.data(docs));

    List<Figures> all = Report.read(BenchmarksPage.data(docs));
    assertThat(all.stream().map(Figures::name).toList(), contains("backlog", "growth"));
    assertThat(all.stream().map(Figures::measured).toList(), contains("today", "tomorrow"));
  }

  @Test
  public void pageOfTheProjectShowsTheFiguresOfItsFile() throws Exception {
    for (Map.Entry<Path, String> file :
        BenchmarksPage.files(ProjectHome.find().resolve("docs")).entrySet()) {
      assertThat(
          file.getKey() + ": run ./userstream bench --docs",
          Files.readString(file.getKey()),
          is(file.getValue()));
    }
  }
}

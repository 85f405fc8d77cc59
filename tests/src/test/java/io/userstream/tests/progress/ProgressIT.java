package io.userstream.tests.progress;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assume.assumeTrue;

import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.PseudoTerminal;
import io.userstream.tests.stack.SharedStack;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

/** Each job under a pseudo terminal, and without one. */
public class ProgressIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String LOG_LINE = "\\d{4}-\\d\\d-\\d\\dT.* (INFO|WARN|ERROR) .*";

  private RecordedApi api;
  private Flow flow;

  @BeforeClass
  public static void requireTerminal() throws InterruptedException {
    assumeTrue("there is script of util-linux", PseudoTerminal.isAvailable());
  }

  @Before
  public void start() throws IOException {
    api = RecordedApi.start();
    flow = Flow.on(SharedStack.get(), "progress").withRawStore().setUp();
  }

  @After
  public void stop() {
    api.close();
  }

  @Test
  public void everyJobShowsItsBarOnATerminal() {
    Screen ingest = onTerminal("ingest", ingestOptions("--users=3000"));
    assertBar(ingest, "ingest +100% \\[=+\\] 3000/3000 users \\(.* / .*\\) .* users/s");
    assertThat(ingest.lines(), hasItem(startsWith("ingested: asked=3000 fetched=3000")));

    flow.rawStore().execute("UPDATE raw_users SET published_at = NULL WHERE index < 500");
    Screen publish = onTerminal("publish");
    assertBar(publish, "publish +100% \\[=+\\] 1500/1500 rows \\(.* / .*\\) .* rows/s");
    assertThat(publish.lines(), hasItem("published: rows=1500 dead=0 unpublished=0"));

    Screen store = onTerminal("store", "--until=drained");
    assertBar(store, "store +100% \\[=+\\] 4500/4500 records \\(.* / .*\\) .* records/s");
    assertThat(store.lines(), hasItem(startsWith("stored: records=4500 ")));

    Screen reconcile = onTerminal("reconcile");
    assertBar(reconcile, "reconcile +100% \\[=+\\] 7500/7500 records \\(.* / .*\\) .* records/s");
    assertThat(
        reconcile.lines(), hasItem(startsWith("reconciled: published=3000 stored=3000 erased=0")));
  }

  @Test
  public void aResumedIngestBeginsWithWhatIsPublished() {
    flow.prepare("ingest", ingestOptions("--users=1000"));

    Screen ingest = onTerminal("ingest", ingestOptions("--users=2000"));

    assertBar(ingest, "ingest +100% \\[=+\\] 2000/2000 users .*");
    assertThat(ingest.overwritten(), everyItem(matchesPattern(".* (1\\d{3}|2000)/2000 users .*")));
    assertThat(ingest.lines(), hasItem(startsWith("ingested: asked=2000 fetched=1000")));
  }

  @Test
  public void reconcileShowsWhatTheStoreHasStillToCommit() {
    flow.prepare("ingest", ingestOptions("--users=1000"));
    JobCommand terminal = PseudoTerminal.running(JobCommand.jar().startingQuickly());
    try (JobProcess reconcile = flow.start(terminal, "reconcile", "--settleTimeout=2m")) {
      Await.until("it waits", LIMIT, () -> reconcile.out().contains("/1000 records"));
      flow.prepare("store", "--until=drained");

      assertThat(reconcile.out(), reconcile.awaitEnd(LIMIT), is(0));

      Screen screen = Screen.of(reconcile.out());
      assertThat(
          screen.lines(), hasItem(matchesPattern("settle +100% \\[=+\\] 1000/1000 records \\(.*")));
      assertThat(screen.lines(), hasItem(matchesPattern("reconcile +100% .*")));
      assertThat(screen.overwritten(), hasItem(matchesPattern("settle +0% .*")));
    }
  }

  @Test
  public void aLogForMachinesHasNoBar() {
    flow.prepare("ingest", ingestOptions("--users=1000"));

    String json = outputOnTerminal("store", "--until=drained", "--logFormat=json");

    assertThat(json, not(containsString("\u001b")));
    assertThat(
        json.lines().map(String::strip).filter(line -> !line.startsWith("{")).toList(),
        is(List.of("stored: records=1000 runs=" + runs(json) + " repeated=0 lag=0")));
  }

  @Test
  public void withoutATerminalThereAreNoControlCharacters() {
    for (String output :
        List.of(
            output("ingest", ingestOptions("--users=1000")),
            output("publish", "--seed=s"),
            output("store", "--until=drained"),
            output("reconcile", "--settleTimeout=1m"))) {
      assertThat(output, not(containsString("\u001b")));
      assertThat(output, not(containsString("\r")));
      assertThat(
          output.lines().toList(),
          everyItem(matchesPattern(LOG_LINE + "|(ingested|published|stored|reconciled): .*")));
    }
  }

  /** The bar was updated in place, it is left behind complete, and no line is torn. */
  private static void assertBar(Screen screen, String bar) {
    assertThat(screen.lines(), hasItem(matchesPattern(bar)));
    assertThat(screen.overwritten().isEmpty(), is(false));
    assertThat(
        screen.lines(), everyItem(matchesPattern(LOG_LINE + "|" + bar + "|[a-z]+: [a-z]+=.*")));
  }

  private String[] ingestOptions(String... more) {
    return Stream.concat(
            Stream.of("--source=" + api.url(), "--seed=s", "--pageSize=1000"), Stream.of(more))
        .toArray(String[]::new);
  }

  private static String runs(String output) {
    return output.replaceFirst("(?s).* runs=(\\d+) .*", "$1");
  }

  private Screen onTerminal(String command, String... more) {
    return Screen.of(outputOnTerminal(command, more));
  }

  private String outputOnTerminal(String command, String... more) {
    return output(PseudoTerminal.running(JobCommand.jar().startingQuickly()), command, more);
  }

  private String output(String command, String... more) {
    return output(JobCommand.jar().startingQuickly(), command, more);
  }

  private String output(JobCommand how, String command, String... more) {
    try (JobProcess job = flow.start(how, command, more)) {
      int code = job.awaitEnd(LIMIT);
      assertThat(job.output(), code, is(0));
      return job.output();
    }
  }
}

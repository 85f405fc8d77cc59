package io.userstream.tests.demo;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assume.assumeThat;

import io.userstream.tests.Core;
import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.stack.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** Runs the demo as a user does, and checks its output and that it leaves no process behind. */
public class DemoIT {
  private static final Duration GONE_LIMIT = Duration.ofSeconds(30);
  private static final int SIGINT_EXIT = 130;

  /** Kafka, the schema registry, Cassandra and the recorded API. */
  /** Kafka, Cassandra, schema registry, PostgreSQL and API. PostgreSQL starts further processes. */
  private static final int SERVERS = 5;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final List<DemoRun> runs = new ArrayList<>();

  @After
  public void endRuns() {
    runs.forEach(DemoRun::kill);
  }

  @Test
  @Category(Core.class)
  public void everyUserIsStoredOnceAndEveryBrokenRecordIsDead() throws Exception {
    DemoRun demo = demo("--users=300", "--poison=9");
    demo.awaitStep("servers");
    List<ProcessHandle> servers = demo.children();

    assertThat(demo.err(), demo.awaitEnd(), is(0));

    assertThat(
        demo.lastLine(),
        is(
            "reconciled: published=309 stored=300 erased=0 dead=9 in-flight=0 raw=300"
                + " unpublished=0"));
    assertThat(servers.size(), greaterThanOrEqualTo(SERVERS));
    awaitGone(servers);
    assertThat(demo.out(), startsWith("\nid "));
    // Without a terminal, each step prints one line and rewrites none.
    assertThat(demo.err(), not(containsString("\r")));
    assertThat(demo.err(), not(containsString("\u001b")));
    assertThat(
        demo.err().lines().map(line -> line.split(" ", 2)[0]).toList(),
        contains("servers", "setup", "ingest", "poison", "store", "reconcile", "in"));
  }

  @Test
  public void everyDoorOfASecuredStackIsClosed() throws Exception {
    DemoRun demo = demo("--secure", "--users=100", "--poison=9");

    assertThat(demo.err() + demo.out(), demo.awaitEnd(), is(0));

    assertThat(demo.err(), not(containsString("OPEN")));
    assertThat(demo.lastLine(), matchesPattern("secure: [1-9][0-9] doors tried, 0 open"));
    assertThat(
        demo.out(),
        containsString(
            "\nreconciled: published=109 stored=100 erased=0 dead=9 in-flight=0 raw=100"
                + " unpublished=0\n"));
  }

  @Test
  public void keptServersAreReachableUntilTheDemoIsStopped() throws Exception {
    DemoRun demo = demo("--users=20", "--keep");
    demo.awaitStep("servers");
    List<ProcessHandle> servers = demo.children();

    assertThat(demo.err(), demo.awaitEnd(), is(0));

    assertThat(
        demo.lastLine(),
        is(
            "reconciled: published=20 stored=20 erased=0 dead=0 in-flight=0 raw=20"
                + " unpublished=0"));
    assertThat(servers.stream().map(ProcessHandle::isAlive).toList(), everyItem(is(true)));
    Matcher curl = Pattern.compile("curl '([^']+)'").matcher(demo.out());
    assertThat(curl.find(), is(true));
    assertThat(get(curl.group(1)).statusCode(), is(200));
    Matcher page = Pattern.compile("(http://127.0.0.1:[0-9]+/)metrics").matcher(demo.out());
    assertThat(page.find(), is(true));
    assertThat(get(page.group(1) + "readyz").statusCode(), is(200));
    assertThat(
        get(page.group(1) + "metrics").body(),
        containsString("\nuserstream_records_stored_total 20.0\n"));
    assertThat(
        demo.out(),
        allOf(
            containsString("kafka-console-consumer.sh --bootstrap-server 127.0.0.1:"),
            containsString("cqlsh 127.0.0.1 "),
            containsString("./userstream tail --bootstrapServers=127.0.0.1:"),
            containsString("./userstream demo --stop")));

    DemoRun stop = demo("--stop");
    assertThat(stop.awaitEnd(), is(0));
    assertThat(stop.out(), containsString("stopped: demo-"));
    awaitGone(servers);
    DemoRun again = demo("--stop");
    assertThat(again.awaitEnd(), is(0));
    assertThat(again.out(), is("nothing to stop\n"));
  }

  @Test
  public void interruptedDemoEndsWith130AndLeavesNoServer() throws Exception {
    assumeThat(
        "this process does not ignore interrupts, as background jobs do",
        ignoresInterrupts(),
        is(false));
    DemoRun demo = demo("--users=20");
    demo.awaitStep("setup");
    List<ProcessHandle> servers = demo.children();
    assertThat(servers.size(), greaterThanOrEqualTo(SERVERS));

    demo.signal("INT");

    assertThat(demo.awaitEnd(), is(SIGINT_EXIT));
    awaitGone(servers);
    assertThat(demo.out(), is(""));
    assertThat(demo.err(), not(containsString("userstream demo: ")));
  }

  @Test
  public void killedDemoLeavesNoServer() throws Exception {
    DemoRun demo = demo("--users=20");
    demo.awaitStep("servers");
    List<ProcessHandle> servers = demo.children();
    assertThat(servers.size(), greaterThanOrEqualTo(SERVERS));

    demo.signal("KILL");

    awaitGone(servers);
  }

  @Test
  public void failedStepPrintsTheReasonAndThePathOfItsLog() throws Exception {
    try (RecordedApi api = RecordedApi.start()) {
      DemoRun demo = demo("--source=" + api.url() + "no/such/place/");
      demo.awaitStep("servers");
      List<ProcessHandle> servers = demo.children();

      assertThat(demo.awaitEnd(), is(1));

      assertThat(demo.out(), is(""));
      assertThat(
          demo.err(),
          allOf(
              containsString("ingest     failed"),
              containsString("ingest.log"),
              containsString("404")));
      awaitGone(servers);
    }
  }

  @Test
  public void allOptionProblemsAreReportedAndNothingStarts() throws Exception {
    DemoRun demo =
        demo(
            "--users=many",
            "--poison=-1",
            "--source=ftp://x",
            "--colour=red",
            "--keep",
            "--keep",
            "--stop");

    assertThat(demo.awaitEnd(), is(2));

    assertThat(demo.out(), is(""));
    assertThat(demo.err().lines().toList(), everyItem(startsWith("userstream demo: --")));
    for (String option : List.of("users", "poison", "source", "colour", "keep", "stop")) {
      assertThat(demo.err(), matchesPattern("(?s).*--" + option + "[:=].*"));
    }
  }

  private static HttpResponse<String> get(String address) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(address)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private DemoRun demo(String... options) throws IOException {
    return start(Demo.class, options);
  }

  private DemoRun start(Class<?> command, String... options) throws IOException {
    DemoRun run = DemoRun.start(folder, command, options);
    runs.add(run);
    return run;
  }

  private static void awaitGone(List<ProcessHandle> processes) {
    Await.until(
        "the servers have ended",
        GONE_LIMIT,
        () -> processes.stream().noneMatch(ProcessHandle::isAlive));
  }

  /** Shells without job control make background jobs ignore SIGINT, and children inherit this. */
  private static boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
  }
}

package io.userstream.tests.status;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import io.userstream.model.UserJson;
import io.userstream.tests.Core;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobStatus;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.ProjectHome;
import io.userstream.tests.stack.SharedStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** Checks the status page of a running store in a browser. */
public class PageIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int USERS = 3_000;
  private static final int POISON = 12;
  private static final int ERASED = 5;

  /** Personal data as the key of a record. */
  private static final String EMAIL = "ada@example.org";

  private static final long TICK_MILLIS = 100;
  private static final int WARM_UP = 5_000;
  private static final int WIDTH = 1100;
  private static final int HEIGHT = 880;

  /**
   * Makes the page poll four times as often, so that its two minutes of samples take 30 seconds.
   */
  private static final String FASTER =
      "const timer = window.setTimeout; window.setTimeout = (f, ms) => timer(f, ms / 4);";

  /** Freezes the page, so that both pictures show the same moment. */
  private static final String FREEZE_WHEN_FULL =
      "samples.length === 120 && shown.inFlight > 0 && shown.dead > 0 && shown.erased > 0"
          + " && shown.lastRuns.length > 5 && Boolean(window.setTimeout = () => 0)";

  @Rule public final TemporaryFolder profile = new TemporaryFolder();

  private final SystemProgram browser =
      SystemProgram.require("chromium", "chromium", "chromium-browser", "google-chrome");
  private final Flow flow = Flow.on(SharedStack.get(), "page");
  private final JobStatus status = new JobStatus();

  @Test
  @Category(Core.class)
  public void pageShowsTheFlowWithItsCounts() throws Exception {
    flow.setUp();
    try (JobProcess store = flow.start("store", status.option());
        Publisher publisher = new Publisher(flow)) {
      publisher.users(0, USERS);
      for (long number = 0; number < POISON; number++) {
        publisher.poison(USERS + number);
      }
      for (long number = 0; number < ERASED; number++) {
        publisher.erase(Publisher.id(number));
      }
      publisher.flush();
      Await.until(
          "all records are counted and committed",
          LIMIT,
          () ->
              status.sum("userstream_records_read_total") == USERS + POISON + ERASED
                  && status.sum("userstream_lag_records") == 0);

      String page = dom();

      assertThat(counts(page, "published"), hasItem("3,017"));
      assertThat(counts(page, "stored"), hasItem("3,000"));
      assertThat(counts(page, "erased"), hasItem("5"));
      assertThat(counts(page, "dead"), hasItem("12"));
      assertThat(counts(page, "inFlight"), hasItem("0"));
      assertThat(
          page,
          allOf(
              containsString("malformed 12"),
              containsString(flow.topic()),
              containsString(">ready<"),
              containsString("<td class=\"done\">done</td>")));
      assertThat(
          "the sections of other jobs are hidden", page, containsString("id=\"ingest\" hidden"));
      assertThat("no name of a user", page, not(containsString(Publisher.user(0).lastName())));
      assertThat(store.isRunning(), is(true));
    }
  }

  @Test
  @Category(Core.class)
  public void deadLettersAreSelectedForARedrive() throws Exception {
    flow.setUp();
    try (JobProcess store = flow.start("store", status.option());
        Publisher publisher = new Publisher(flow);
        BrowserTab tab = BrowserTab.open(browser, profile.getRoot().toPath())) {
      for (long number = 0; number < POISON; number++) {
        publisher.poison(number);
      }
      publisher.send(EMAIL, UserJson.write(Publisher.user(0))).flush();
      Await.until(
          "the dead letters are written",
          LIMIT,
          () -> status.sum("userstream_records_dead_total") == POISON + 1);

      tab.load(status.url());
      await(tab, "document.querySelector('#deadBox a') && shown !== null");
      click(tab, "#deadBox a");
      await(tab, "document.title === 'Userstream dead letters'");
      assertThat(text(tab, "main"), containsString("13 dead letters, which are all"));
      assertThat(text(tab, "main"), containsString("not a uuid, 15 bytes"));
      assertThat("no personal data", text(tab, "html"), not(containsString(EMAIL)));
      String plain = text(tab, "#command");
      assertThat(plain, matchesPattern("userstream redrive --dryRun --topic=\\S+ .*"));
      savePictures(tab);

      click(tab, ".counts a[href*='reason=malformed']");
      await(tab, "document.querySelectorAll('.letters tbody tr').length === 12");
      assertThat(text(tab, "#command"), containsString(" --reason=malformed --topic="));
      assertThat(
          tab.evaluate("document.querySelector('[value=malformed]').checked").asBoolean(),
          is(true));

      click(tab, ".letters a[href*=offsets]");
      await(tab, "document.querySelectorAll('.letters tbody tr').length === 1");
      assertThat(
          text(tab, "#command"),
          matchesPattern("userstream redrive --dryRun --offsets=\\d+:\\d+-\\d+ --topic=.*"));

      JsonNode unused = tab.evaluate("document.querySelector('[name=offsets]').value = ''");
      unused = tab.evaluate("document.querySelector('[name=from]').value = '1h'");
      unused = tab.evaluate("document.querySelector('[value=invalid-key]').checked = true");
      click(tab, "form button");
      await(tab, "document.querySelector('#command').textContent.includes('invalid-key')");
      assertThat(
          text(tab, "#command"),
          matchesPattern(
              "userstream redrive --dryRun --reason=invalid-key --from=\\S+Z --topic=.*"));
      assertThat(store.isRunning(), is(true));
    }
  }

  @Test
  public void pageOfAPausedStoreSaysWhyAndHowToContinue() throws Exception {
    flow.setUp();
    assertThat(flow.run("pause", "--reason=backup <b>").exitCode(), is(0));
    try (JobProcess store = flow.start("store", status.option(), "--maxRate=500/s")) {
      Await.until(
          "the store is paused", LIMIT, () -> status.readiness().startsWith("200 paused since "));

      String page = dom();

      assertThat(
          page,
          allOf(
              containsString(">paused<"),
              containsString("(backup &lt;b&gt;)"),
              containsString("userstream resume --group=<span data-text=\"group\">" + flow.group()),
              not(containsString("role=\"status\" hidden"))));
      assertThat(page, containsString("at most <span data-text=\"maxRate\">500<"));
      assertThat(store.isRunning(), is(true));
    }
  }

  private static void savePictures(BrowserTab tab) throws Exception {
    Path folder = ProjectHome.find().resolve("tests/target");
    tab.savePicture(folder.resolve("dead-letters-light.png"), WIDTH, HEIGHT, "light");
    tab.savePicture(folder.resolve("dead-letters-dark.png"), WIDTH, HEIGHT, "dark");
  }

  private static void await(BrowserTab tab, String condition) throws Exception {
    Await.until(
        condition,
        LIMIT,
        () ->
            tab.evaluate("document.readyState === 'complete' && Boolean(" + condition + ")")
                .asBoolean());
  }

  private static void click(BrowserTab tab, String selector) throws Exception {
    JsonNode unused = tab.evaluate("document.querySelector(\"" + selector + "\").click()");
  }

  private static String text(BrowserTab tab, String selector) throws Exception {
    return tab.evaluate("document.querySelector('" + selector + "').textContent").asText();
  }

  /** Takes the pictures for README.md. */
  @Test
  public void sparklinesShowAFlowWithLag() throws Exception {
    flow.setUp();
    AtomicLong sent = new AtomicLong();
    try (JobProcess store = flow.start("store", status.option());
        Publisher publisher = new Publisher(flow);
        BrowserTab tab = BrowserTab.open(browser, profile.getRoot().toPath())) {
      ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
      try {
        Await.until("the store is ready", LIMIT, () -> status.readiness().startsWith("200"));
        publisher.poison(-1).erase(Publisher.id(0)).flush();
        var unused =
            clock.scheduleAtFixedRate(
                () -> publishBurst(publisher, sent), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
        Await.until(
            "the first runs are done",
            LIMIT,
            () -> status.sum("userstream_records_stored_total") > WARM_UP);
        tab.beforeEachPage(FASTER);
        tab.load(status.url());

        Await.until(
            "the sparklines are full and show a lag",
            LIMIT,
            () -> tab.evaluate(FREEZE_WHEN_FULL).asBoolean());

        JsonNode lag = tab.evaluate("samples.map(sample => sample.lag)");
        assertThat(lag.size(), is(120));
        assertThat(points(tab, "rateLine"), is(120));
        assertThat(points(tab, "lagLine"), is(120));
        Path folder = ProjectHome.find().resolve("tests/target");
        tab.savePicture(folder.resolve("status-light.png"), WIDTH, HEIGHT, "light");
        tab.savePicture(folder.resolve("status-dark.png"), WIDTH, HEIGHT, "dark");
        assertThat(store.isRunning(), is(true));
      } finally {
        clock.shutdownNow();
      }
    }
  }

  @Test
  public void pageNamesTheServerThatIsDown() throws Exception {
    try (JobProcess store =
        flow.start("store", status.option(), "--bootstrapServers=127.0.0.1:1")) {
      Await.until("the page is up", LIMIT, () -> status.readiness().startsWith("503"));

      String page = dom();

      assertThat(
          page,
          allOf(
              containsString(">not ready<"),
              containsString(">waiting for Kafka at 127.0.0.1:1</p>")));
      assertThat(store.isRunning(), is(true));
    }
  }

  @Test
  public void pageShowsThatTheJobHasEnded() throws Exception {
    try (GoneJob gone = new GoneJob()) {
      String page = chromium(gone.url(), "--virtual-time-budget=20000", "--dump-dom");

      assertThat(
          page,
          allOf(
              containsString("<body class=\"stale\">"),
              containsString(">no response<"),
              matchesPattern("(?s).*No response for \\d+ s: the job has ended.*")));
      assertThat("the last known state is still shown", counts(page, "stored"), hasItem("41,990"));
    }
  }

  /** Returns the page as the browser shows it after a few seconds. */
  private String dom() throws Exception {
    return chromium(status.url(), "--virtual-time-budget=3000", "--dump-dom");
  }

  /** Publishes users at a rate that rises and falls. */
  private static void publishBurst(Publisher publisher, AtomicLong sent) {
    long tick = System.currentTimeMillis() / TICK_MILLIS;
    long users = Math.round(20 * (1.5 + Math.sin(tick / 15.0)));
    long from = sent.getAndAdd(users);
    publisher.users(from, from + users);
  }

  private static int points(BrowserTab tab, String id) throws Exception {
    return tab.evaluate(
            "document.querySelector('#"
                + id
                + " polyline').getAttribute('points').split(' ').length")
        .asInt();
  }

  private String chromium(String url, String... options) throws Exception {
    List<String> line =
        new java.util.ArrayList<>(
            List.of(
                "--headless",
                "--no-sandbox", // Tests may run as root.
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + profile.getRoot()));
    line.addAll(List.of(options));
    line.add(url);
    return browser.run(profile.getRoot().toPath(), LIMIT, line);
  }

  private static List<String> counts(String page, String name) {
    return Pattern.compile("data-count=\"" + name + "\">([^<]*)<")
        .matcher(page)
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }
}

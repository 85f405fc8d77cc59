package io.userstream.tests.status;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The page as a browser shows it, of a store that works. */
public class PageIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int USERS = 3_000;
  private static final int POISON = 12;
  private static final int ERASED = 5;

  @Rule public final TemporaryFolder profile = new TemporaryFolder();

  private final SystemProgram browser =
      SystemProgram.require("chromium", "chromium", "chromium-browser", "google-chrome");
  private final Flow flow = Flow.on(SharedStack.get(), "page");
  private final JobStatus status = new JobStatus();

  @Test
  public void theFlowIsShownWithItsCounts() throws Exception {
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
          "all is counted and committed",
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
      assertThat("no section of another job", page, containsString("id=\"ingest\" hidden"));
      assertThat("no name of a user", page, not(containsString(Publisher.user(0).lastName())));
      assertThat(store.isRunning(), is(true));
      keepPictures();
    }
  }

  @Test
  public void whileAServerIsAwayThePageSaysWhich() throws Exception {
    try (JobProcess store =
        flow.start("store", status.option(), "--bootstrapServers=127.0.0.1:1")) {
      Await.until("it is up", LIMIT, () -> status.readiness().startsWith("503"));

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
  public void aJobThatIsGoneIsNotShownAsIfItWereThere() throws Exception {
    try (GoneJob gone = new GoneJob()) {
      String page = chromium(gone.url(), "--virtual-time-budget=20000", "--dump-dom");

      assertThat(
          page,
          allOf(
              containsString("<body class=\"stale\">"),
              containsString(">no answer<"),
              matchesPattern("(?s).*No answer for \\d+ s: the job has ended.*")));
      assertThat("what was last known is there", counts(page, "stored"), hasItem("41,990"));
    }
  }

  /** What the browser has made of the page after some of its seconds. */
  private String dom() throws Exception {
    return chromium(status.url(), "--virtual-time-budget=3000", "--dump-dom");
  }

  /** For people who want to look, beside the other results of the build. */
  private void keepPictures() throws Exception {
    Path folder = ProjectHome.find().resolve("tests/target");
    for (String[] picture :
        new String[][] {
          {"page.png", "1100,900", "light"}, {"page-dark-phone.png", "500,1400", "dark"}
        }) {
      String unused =
          chromium(
              status.url(),
              "--virtual-time-budget=8000",
              "--window-size=" + picture[1],
              "--blink-settings=preferredColorScheme=" + (picture[2].equals("dark") ? 0 : 1),
              "--screenshot=" + folder.resolve(picture[0]));
    }
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

package io.userstream.pipelines.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;

import com.google.common.base.Splitter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the output of a bar. Tests run one at a time, because they share {@code System.err}. */
public class ProgressTest {
  private static final int COLUMNS = 100;
  private static final Logger LOG = LoggerFactory.getLogger(ProgressTest.class);

  /** The library formats durations for people, in the digits of the process's locale. */
  private static final String DURATION = "\\p{Nd}:\\p{Nd}{2}:\\p{Nd}{2}";

  private final CountDownLatch drawn = new CountDownLatch(1);
  private final ByteArrayOutputStream written =
      new ByteArrayOutputStream() {
        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
          super.write(bytes, offset, length);
          drawn.countDown();
        }
      };
  private final Progress progress =
      new Progress(() -> Optional.of(new Terminal(new PrintStream(written, true, UTF_8), COLUMNS)));

  @Test
  public void aBarShowsCountTotalRateAndTimeLeft() throws Exception {
    AtomicLong done = new AtomicLong();
    CountDownLatch asked = new CountDownLatch(12); // A rate needs more than a second.
    Progress.Bar bar =
        progress.show(
            "ingest",
            "users",
            () -> {
              asked.countDown();
              return Count.of(done.get(), 4_000);
            });
    done.set(1_000);
    assertThat(asked.await(1, TimeUnit.MINUTES), is(true));
    done.set(3_000);
    bar.close();

    assertThat(
        lastState(),
        matchesPattern(
            "ingest +75% \\[=+ +\\] 3000/4000 users"
                + " \\("
                + DURATION
                + " / "
                + DURATION
                + "\\) [\\d,]+ users/s\n"));
    assertThat(states(), everyItem(matchesPattern("(?s).{0," + (COLUMNS - 1) + "}\n?")));
  }

  @Test
  public void withoutATotalTheTimeLeftIsUnknown() {
    progress.show("ingest", "users", () -> new Count(7, OptionalLong.empty())).close();

    assertThat(
        lastState(),
        matchesPattern("ingest +\\? %.* 7/\\? users \\(" + DURATION + " / \\?\\) .*\n"));
  }

  @Test
  public void moreThanTheTotalIsAllOfIt() {
    progress.show("publish", "rows", () -> Count.of(120, 100)).close();

    assertThat(lastState(), matchesPattern("publish +100% \\[=+\\] +120/120 rows.*\n"));
  }

  @Test
  public void aFailingCountLeavesTheLastOne() {
    AtomicLong calls = new AtomicLong();
    progress
        .show(
            "publish",
            "rows",
            () -> {
              if (calls.getAndIncrement() > 0) {
                throw new IllegalStateException("the pipeline is gone");
              }
              return Count.of(3, 9);
            })
        .close();

    assertThat(lastState(), containsString(" 3/9 rows "));
  }

  @Test
  @SuppressWarnings("try") // The bar is shown meanwhile.
  public void theLogGoesAboveTheBarWithoutLinesOfProgress() throws Exception {
    PrintStream stderr = System.err;
    try (Progress.Bar bar = progress.show("store", "records", () -> Count.of(1, 2))) {
      assertThat(drawn.await(1, TimeUnit.MINUTES), is(true));
      LOG.warn("a broker is down");
      LOG.warn(Progress.LINE, "1 record stored");
      System.err.println("printed");
    }

    assertThat(System.err, is(sameInstance(stderr)));
    String text = written.toString(UTF_8);
    assertThat(text, matchesPattern("(?s).*\r\u001b\\[K[^\r\n]*WARN[^\r\n]*a broker is down\n.*"));
    assertThat(text, containsString("\r\u001b[Kprinted\n"));
    assertThat(text, not(containsString("1 record stored")));
    assertThat(text, endsWith("\n"));
  }

  @Test
  public void linesOfProgressAreBackAfterTheBar() {
    progress.show("store", "records", () -> Count.of(1, 2)).close();
    PrintStream stderr = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, UTF_8));
    try {
      LOG.warn(Progress.LINE, "1 record stored");
    } finally {
      System.setErr(stderr);
    }

    assertThat(log.toString(UTF_8), containsString("1 record stored"));
  }

  @Test
  public void anInterruptOutlivesTheBar() {
    Progress.Bar bar = progress.show("store", "records", () -> Count.of(1, 2));
    Thread.currentThread().interrupt();
    bar.close();

    assertThat(Thread.interrupted(), is(true));
    assertThat(lastState(), endsWith("\n"));
  }

  @Test
  @SuppressWarnings("try") // The bar is shown meanwhile.
  public void withoutATerminalNothingIsCountedOrChanged() {
    PrintStream stderr = System.err;
    AtomicLong calls = new AtomicLong();
    try (Progress.Bar bar =
        Progress.HIDDEN.show("store", "records", () -> Count.of(calls.incrementAndGet(), 2))) {
      assertThat(System.err, is(sameInstance(stderr)));
    }

    assertThat(Progress.HIDDEN.isShown(), is(false));
    assertThat(calls.get(), lessThan(1L));
  }

  @Test
  public void aPipeIsNoTerminal() {
    assertThat(Terminal.ofStderr(), is(Optional.empty())); // The build reads it.
  }

  private List<String> states() {
    return Splitter.on("\r\u001b[K").omitEmptyStrings().splitToList(written.toString(UTF_8));
  }

  private String lastState() {
    List<String> states = states();
    return states.get(states.size() - 1);
  }
}

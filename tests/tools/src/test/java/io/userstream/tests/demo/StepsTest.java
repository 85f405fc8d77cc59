package io.userstream.tests.demo;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.Assert.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.Test;

public class StepsTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @Test
  public void terminalShowsProgressInALineThatIsOverwritten() throws Exception {
    CountDownLatch asked = new CountDownLatch(2);

    steps(true)
        .run(
            "store",
            () -> {
              asked.countDown();
              return "half";
            },
            () -> {
              asked.await();
              return 1;
            },
            (value, seconds) -> "all");

    List<String> drawn = List.of(written().split("\r"));
    assertThat(drawn.get(1), containsString("store      half "));
    assertThat(drawn.get(drawn.size() - 1), containsString("store      all "));
    assertThat(written().indexOf('\n'), is(written().length() - 1));
  }

  @Test
  public void withoutATerminalAStepIsOneLineAtItsEnd() throws Exception {
    int value = steps(false).run("store", () -> "half", () -> 1, (v, seconds) -> "all");

    assertThat(value, is(1));
    assertThat(written(), matchesPattern("store +all +[0-9.]+ s\\n"));
  }

  @Test
  public void failedStepIsReportedAndItsExceptionPassedOn() {
    assertThrows(
        IllegalStateException.class,
        () ->
            steps(false)
                .run(
                    "store",
                    () -> "half",
                    () -> {
                      throw new IllegalStateException();
                    },
                    (v, seconds) -> "all"));

    assertThat(written(), containsString("store      failed "));
  }

  @Test
  public void interruptedStepIsNotAlsoReportedAsFailed() throws Exception {
    Steps steps = steps(false);

    steps.run(
        "store",
        () -> "half",
        () -> {
          steps.interrupt();
          return 1;
        },
        (v, seconds) -> "all");

    assertThat(written(), containsString("store      interrupted "));
    assertThat(written().lines().count(), is(1L));
  }

  @Test
  public void everyLineIsNarrowerThanATerminal() throws Exception {
    steps(false).run("store", () -> "", () -> 1, (v, seconds) -> "x".repeat(200));

    assertThat(written().lines().map(String::length).toList(), everyItem(lessThan(80)));
  }

  private Steps steps(boolean isTerminal) {
    return new Steps(new PrintStream(written, true, StandardCharsets.UTF_8), isTerminal);
  }

  private String written() {
    return written.toString(StandardCharsets.UTF_8);
  }
}

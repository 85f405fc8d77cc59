package io.userstream.tests.fuzz;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import com.google.common.collect.ImmutableList;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Feeds each target its corpus and some broken inputs. {@code ./userstream fuzz} feeds more.
 *
 * <p>The seed is fixed for reproducible failures. Pass {@code -Dfuzz.seed=N} for other inputs.
 */
public class FuzzTest {
  private static final int INPUTS = 20_000;

  /** Parsing a command line takes milliseconds. */
  private static final int COMMAND_LINES = 500;

  private static final long SEED = Long.getLong("fuzz.seed", 20261121);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Before
  public void silenceTheLog() {
    Fuzz.silenceTheLog();
    System.out.println("fuzz.seed=" + SEED);
  }

  @Test
  public void brokenPagesAreMalformedOrComplete() throws Exception {
    noInputFails("api-page", INPUTS);
  }

  @Test
  public void brokenRecordsAreRejectedOrValid() throws Exception {
    noInputFails("user-record", INPUTS);
  }

  @Test
  public void brokenResponsesOfARegistryAreErrors() throws Exception {
    noInputFails("registry-answer", INPUTS);
  }

  @Test
  public void brokenRequestsGetAResponseWithoutSecrets() throws Exception {
    noInputFails("status-request", INPUTS);
  }

  @Test
  public void brokenCommandLinesAreReportedWithoutSecrets() throws Exception {
    noInputFails("command-line", COMMAND_LINES);
  }

  private void noInputFails(String name, int inputs) throws Exception {
    TargetKind kind = TargetKind.byName(name).orElseThrow();
    List<byte[]> corpus = Corpus.of(kind);

    FuzzResult result = run(kind, corpus, inputs);

    System.out.println(result + ", " + result.accepted() + " accepted");
    assertThat(result.toString(), result.failures(), equalTo(0L));
    assertThat(result.inputs(), equalTo((long) corpus.size() + inputs));
    // Inputs that are all rejected at their first byte would test nothing.
    assertThat(result.accepted(), greaterThan(inputs / 500L));
  }

  @Test
  public void failingInputIsSavedOnce() throws Exception {
    TargetKind kind =
        target(
            input -> {
              if (input.length > 3) {
                throw new IllegalStateException("longer than 3");
              }
              return true;
            });

    FuzzResult result = run(kind, List.of("long".getBytes(StandardCharsets.UTF_8)), 1_000);

    assertThat(result.failures(), greaterThan(1L));
    assertThat(Corpus.in(folder.getRoot().toPath().resolve("broken")).size(), equalTo(1));
  }

  @Test
  public void inputThatAllocatesTooMuchFails() throws Exception {
    TargetKind kind = target(input -> new byte[2 << 20].length > 0);

    assertThat(run(kind, List.of(new byte[1]), 10).failures(), greaterThan(0L));
  }

  @Test
  public void inputThatNeverEndsFails() throws Exception {
    AtomicBoolean isOver = new AtomicBoolean();
    TargetKind kind =
        target(
            input -> {
              while (!isOver.get()) {
                Thread.onSpinWait();
              }
              return true;
            });

    try {
      assertThat(run(kind, List.of(new byte[1]), 1).failures(), equalTo(1L));
    } finally {
      isOver.set(true);
    }
  }

  private static TargetKind target(FuzzTarget target) {
    return new TargetKind("broken", 1, ImmutableList.of(new byte[] {'a'}), () -> target);
  }

  private FuzzResult run(TargetKind kind, List<byte[]> corpus, int inputs) throws Exception {
    FailureFolder failures = new FailureFolder(folder.getRoot().toPath(), System.out);
    return new FuzzRun(kind, corpus, SEED, inputs, failures, System.out::println).run();
  }
}

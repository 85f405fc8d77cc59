package io.userstream.pipelines.publish;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.startsWith;

import io.userstream.io.options.OptionReader;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.Test;

public class PublishOptionsTest {
  private static final String RAW_STORE = "--rawStore=jdbc:postgresql://localhost/userstream";

  @Test
  public void windowConsistsOfInstants() {
    assertThat(
        problemsOf(RAW_STORE, "--fetchedFrom=2026-11-21T00:00:00Z", "--seed=2026-11-21"), empty());
    assertThat(
        problemsOf(RAW_STORE, "--fetchedFrom=yesterday", "--fetchedTo=2026-11-21"),
        contains(
            startsWith("--fetchedFrom=yesterday: is not an instant"),
            startsWith("--fetchedTo=2026-11-21: is not an instant")));
  }

  @Test
  public void allProblemsAreReportedAtOnce() {
    assertThat(
        problemsOf("--publishedBefore=2026-11-21T00:00:00Z", "--topic=a b"),
        contains(
            startsWith("--topic=a b: "),
            startsWith("--rawStore: is required"),
            startsWith("--publishedBefore: needs --seed, --fetchedFrom or --fetchedTo")));
  }

  private static List<String> problemsOf(String... options) {
    OptionReader reader = new OptionReader();
    var unused =
        Publish.read(PipelineOptionsFactory.fromArgs(options).as(PublishOptions.class), reader);
    return reader.problems();
  }
}

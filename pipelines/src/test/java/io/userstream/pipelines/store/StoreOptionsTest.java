package io.userstream.pipelines.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.userstream.io.options.OptionReader;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.Test;

public class StoreOptionsTest {
  @Test
  public void nativeStreamingOnSparkIsRejectedWithReasonAndPage() {
    assertThat(
        problemsOf("--runner=SparkRunner", "--engine=native"),
        contains(
            allOf(
                containsString("--engine"),
                containsString("silently loses records on the Spark runner"),
                containsString("docs/native-streaming.md"),
                containsString("Use --engine=loop"))));
  }

  @Test
  public void schemaLookupsMustBeShorterThanTheHangTimeout() {
    String registry = "--schemaRegistry=http://r";
    assertThat(problemsOf(registry, "--schemaLookupTimeout=199s"), empty());
    assertThat(
        problemsOf(registry, "--schemaLookupTimeout=200s"),
        contains(
            "--schemaLookupTimeout=200s: a run may wait three times as long, which must be less"
                + " than --hangTimeout=10m"));
    assertThat("no lookups without a registry", problemsOf("--hangTimeout=10s"), empty());
  }

  @Test
  public void excessiveStopGraceIsRejected() {
    assertThat(problemsOf("--stopGrace=26s"), contains(containsString("from 0s to 25s")));
  }

  @Test
  public void nativeEngineHasNoStatus() {
    assertThat(
        problemsOf("--engine=native", "--statusAddress=8090"),
        contains("--statusAddress=8090: needs --engine=loop"));
  }

  @Test
  public void sparkAndNativeAreAcceptedSeparately() {
    assertThat(problemsOf("--runner=SparkRunner"), is(empty()));
    assertThat(problemsOf("--engine=native"), is(empty()));
  }

  private static List<String> problemsOf(String... options) {
    OptionReader reader = new OptionReader();
    var unused =
        Store.read(PipelineOptionsFactory.fromArgs(options).as(StoreOptions.class), reader);
    return reader.problems();
  }
}

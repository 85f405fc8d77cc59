package io.userstream.pipelines.tail;

import static io.userstream.pipelines.options.OptionDefaults.assertDefaults;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.startsWith;

import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.Test;

public class TailOptionsTest {
  @Test
  public void everyDefaultIsPinned() {
    assertDefaults(
        TailOptions.class,
        Map.of("follow", false, "from", "beginning", "dlq", false, "showPersonalData", false));
  }

  @Test
  public void aBeginningIsANameAnInstantOrADuration() {
    for (String from : List.of("beginning", "end", "2026-11-21T12:00:00Z", "10m")) {
      assertThat(problemsOf("--from=" + from), empty());
    }
    assertThat(
        problemsOf("--from=yesterday", "--schemaRegistry=here"),
        contains(startsWith("--schemaRegistry: "), startsWith("--from=yesterday: is none of ")));
  }

  private static List<String> problemsOf(String... options) {
    return Tail.problems(PipelineOptionsFactory.fromArgs(options).as(TailOptions.class));
  }
}

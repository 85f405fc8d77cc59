package io.userstream.pipelines.tail;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.startsWith;

import io.userstream.io.options.OptionReader;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.Test;

public class TailOptionsTest {
  @Test
  public void startIsANameAnInstantOrAnAge() {
    for (String from : List.of("beginning", "end", "2026-11-21T12:00:00Z", "10m")) {
      assertThat(problemsOf("--from=" + from), empty());
    }
    assertThat(
        problemsOf("--from=yesterday", "--schemaRegistry=here"),
        contains(
            startsWith("--schemaRegistry: "), startsWith("--from=yesterday: must be beginning, ")));
  }

  private static List<String> problemsOf(String... options) {
    OptionReader reader = new OptionReader();
    var unused = Tail.read(PipelineOptionsFactory.fromArgs(options).as(TailOptions.class), reader);
    return reader.problems();
  }
}

package io.userstream.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Test;

public class MetricsReferenceTest {
  /** Surefire runs in the module's directory. */
  private static final Path DOCUMENT = Path.of("..", "docs", "metrics.md");

  @Test
  public void documentationMatchesTheCode() throws IOException {
    assertThat(
        "docs/metrics.md is stale: run ./userstream metrics > docs/metrics.md",
        Files.exists(DOCUMENT) ? Files.readString(DOCUMENT) : "",
        is(Commands.metrics()));
  }
}

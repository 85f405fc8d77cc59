package io.userstream.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Test;

public class OptionsReferenceTest {
  /** Surefire runs in the module's directory. */
  private static final Path DOCUMENT = Path.of("..", "docs", "options.md");

  @Test
  public void documentationMatchesTheCode() throws IOException {
    assertThat(
        "docs/options.md is stale: run ./userstream options > docs/options.md",
        Files.exists(DOCUMENT) ? Files.readString(DOCUMENT) : "",
        is(OptionsReference.markdown()));
  }
}

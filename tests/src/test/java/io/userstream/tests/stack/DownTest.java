package io.userstream.tests.stack;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DownTest {
  @Rule public final TemporaryFolder programs = new TemporaryFolder();

  @Test
  public void withoutDockerDownSaysSoAndNamesTheCommandOfTheDemo() throws Exception {
    for (String program : List.of("sh", "bash", "dirname")) {
      Path file = Path.of("/bin", program);
      assumeTrue(file + " exists", Files.exists(file));
      Files.createSymbolicLink(programs.getRoot().toPath().resolve(program), file);
    }

    Process down = down();
    String said = new String(down.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said, down.waitFor(), is(1));
    assertThat(
        said,
        allOf(
            containsString("userstream: down: there is no Docker on this machine"),
            containsString("./userstream demo --stop")));
  }

  private Process down() throws IOException {
    ProcessBuilder down =
        new ProcessBuilder(ProjectHome.find().resolve("userstream").toString(), "down")
            .redirectErrorStream(true);
    down.environment().put("PATH", programs.getRoot().toString());
    return down.start();
  }
}

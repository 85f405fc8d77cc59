package io.userstream.tests.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.ProjectHome;
import io.userstream.tests.stack.SharedStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.Test;

/** The commands of the README that need no script of ours. */
public class ByHandIT {
  private final Flow flow = Flow.on(SharedStack.get(), "byhand");

  @Test
  public void javaJarStoresATopic() throws Exception {
    flow.setUp();
    publish();

    String output =
        run(
            Stream.concat(
                Stream.of("java", "-jar", "pipelines/target/userstream.jar"),
                flow.arguments("store", "--until=drained").stream()));

    assertThat(output, containsString("stored: records=20 "));
    assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 20)));
  }

  @Test
  public void mavenStoresATopicOnDirectRunner() throws Exception {
    flow.setUp();
    publish();

    String output =
        run(
            Stream.of(
                "mvn",
                "-q",
                "-pl",
                "pipelines",
                "-am",
                "compile",
                "exec:java",
                "-Dexec.args="
                    + String.join(
                        " ", flow.arguments("store", "--until=drained", "--runner=DirectRunner"))));

    assertThat(output, containsString("stored: records=20 "));
    assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 20)));
  }

  private void publish() {
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, 20);
    }
  }

  /** Runs a command in the project's root and returns what it wrote. */
  private static String run(Stream<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command.toList())
            .directory(ProjectHome.find().toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(output, process.waitFor(), is(0));
    return output;
  }
}

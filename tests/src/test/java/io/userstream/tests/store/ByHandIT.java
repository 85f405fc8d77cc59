package io.userstream.tests.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.docs.DocumentedCommand;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.ProjectHome;
import io.userstream.tests.stack.SharedStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.Test;

/** The commands of docs/jobs.md that run a job without {@code ./userstream}. */
public class ByHandIT {
  private final Flow flow = Flow.on(SharedStack.get(), "byhand");

  @Test
  public void javaJarStoresATopic() throws Exception {
    flow.setUp();
    publish();

    String output =
        run(Stream.concat(documented("java"), flow.arguments("store").stream().skip(1)));

    assertThat(output, containsString("stored: records=20 "));
    assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 20)));
  }

  @Test
  public void mavenStoresATopicOnDirectRunner() throws Exception {
    flow.setUp();
    publish();

    String arguments =
        String.join(" ", flow.arguments("store", "--until=drained", "--runner=DirectRunner"));
    String output =
        run(
            documented("mvn")
                .map(word -> word.startsWith("-Dexec.args=") ? "-Dexec.args=" + arguments : word));

    assertThat(output, containsString("stored: records=20 "));
    assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 20)));
  }

  /** The words of the command that runs a store by this program. */
  private static Stream<String> documented(String program) {
    return DocumentedCommand.in("docs/jobs.md").stream()
        .map(DocumentedCommand::words)
        .filter(words -> words.get(0).equals(program) && words.toString().contains("store "))
        .findFirst()
        .orElseThrow()
        .stream();
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

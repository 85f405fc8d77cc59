package io.userstream.tests.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.docs.DocumentedCommand;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.ProjectHome;
import io.userstream.tests.stack.SharedStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;

/** Runs the commands in docs/jobs.md. */
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

  @Test
  public void commandsOfAFirstRunAreExact() throws Exception {
    List<String> jobs = new ArrayList<>();
    String output = "";
    try (RecordedApi api = RecordedApi.start()) {
      for (DocumentedCommand command : DocumentedCommand.in("docs/jobs.md").subList(0, 4)) {
        String job = command.words().get(1);
        List<String> options = new ArrayList<>(command.words().subList(2, command.words().size()));
        if (job.equals("ingest")) {
          options.add("--source=" + api.url());
        } else if (job.equals("store")) {
          options.add("--until=drained");
        }
        jobs.add(job);
        output =
            run(
                Stream.concat(
                    Stream.of("java", "-jar", "pipelines/target/userstream.jar"),
                    flow.arguments(job, options.toArray(String[]::new)).stream()));
      }
    }

    assertThat(jobs, is(List.of("setup", "ingest", "store", "reconcile")));
    assertThat(
        output,
        containsString("reconciled: published=5000 stored=5000 erased=0 dead=0 in-flight=0"));
  }

  /** Returns the words of the command that runs a store with the given program. */
  private static Stream<String> documented(String program) {
    return DocumentedCommand.in("docs/jobs.md").stream()
        .map(DocumentedCommand::words)
        .filter(words -> words.get(0).equals(program) && words.toString().contains("store"))
        .findFirst()
        .orElseThrow()
        .stream();
  }

  private void publish() {
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, 20);
    }
  }

  /** Runs a command in the project's root, and returns its output. */
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

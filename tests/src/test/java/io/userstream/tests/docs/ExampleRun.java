package io.userstream.tests.docs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.JobStatus;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs the commands of a section on a flow, in the order of the page and with the connection
 * options of the flow. Each must succeed unless the page says otherwise, and the section's output
 * must have the shape of the real one.
 */
final class ExampleRun {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** The exit code of a JVM that SIGTERM ended. */
  private static final int STOPPED = 128 + 15;

  private final Flow flow;
  private final PageSection section;
  private final JobStatus status = new JobStatus();

  /** What a reader would replace, in the order of replacement. */
  private final Map<String, String> placeholders = new LinkedHashMap<>();

  private final Map<String, Integer> exitCodes = new LinkedHashMap<>();
  private Consumer<List<String>> preparation = words -> {};

  ExampleRun(Flow flow, PageSection section) {
    this.flow = flow;
    this.section = section;
  }

  /** Replaces a text in commands and output, which must be on the page. */
  ExampleRun with(String placeholder, Object value) {
    placeholders.put(placeholder, value.toString());
    return this;
  }

  /** Replaces the port of a status page by a free one. */
  ExampleRun withStatusPort(String placeholder) {
    return with(placeholder, status.option().replaceFirst(".*=", ""));
  }

  /** Expects an exit code other than 0 of a command, as it is on the page. */
  ExampleRun exiting(int code, String command) {
    exitCodes.put(command, code);
    return this;
  }

  /** Calls this before each command, with its words on the page. */
  ExampleRun preparing(Consumer<List<String>> each) {
    preparation = each;
    return this;
  }

  /** Runs everything, and returns the output of all commands. */
  String run() {
    assertPlaceholdersAreOnThePage();
    StringBuilder output = new StringBuilder();
    for (DocumentedCommand command : section.commands()) {
      if (NotRun.contains(command)) {
        continue;
      }
      String line = NotRun.line(command);
      assertThat(command.place() + ": " + line, command.words().get(0), is("./userstream"));
      preparation.accept(command.words());
      JobResult result = run(command.words().stream().skip(1).map(this::replaced).toList());
      assertThat(
          command.place() + ": " + line + "\n" + result.out() + result.err(),
          result.exitCode(),
          is(Optional.ofNullable(exitCodes.remove(line)).orElse(0)));
      output.append(result.out()).append(result.err());
    }
    assertThat("commands with exit codes that are not on the page", exitCodes, is(Map.of()));
    assertThat(
        section + " documents a line that is not in\n" + output,
        OutputShape.missing(section.output().stream().map(this::replaced).toList(), output + ""),
        is(Optional.empty()));
    return output.toString();
  }

  private JobResult run(List<String> words) {
    String command = words.get(0);
    List<String> options = new ArrayList<>(words.subList(1, words.size()));
    boolean endless =
        command.equals("store") || options.stream().anyMatch(word -> word.startsWith("--every="));
    return endless ? serve(command, options) : flow.run(command, options.toArray(new String[0]));
  }

  /** Runs a service until it is ready, and stops it as its supervisor would. */
  private JobResult serve(String command, List<String> options) {
    if (options.stream().noneMatch(option -> option.startsWith("--statusAddress="))) {
      options.add(status.option());
    }
    try (JobProcess service =
        flow.start(JobCommand.jar().startingQuickly(), command, options.toArray(new String[0]))) {
      Await.until(
          command + " is ready", LIMIT, () -> !service.isRunning() || isReady(command, service));
      if (service.isRunning()) {
        service.terminate();
      }
      int code = service.awaitEnd(LIMIT);
      return JobResult.of(code == STOPPED ? 0 : code, service.out(), service.err());
    }
  }

  /** A reconciliation prints its first comparison; a store prints nothing while it runs. */
  private boolean isReady(String command, JobProcess service) {
    return status.readiness().equals("200 ok")
        && (command.equals("store") || service.out().contains("reconciled: "));
  }

  private void assertPlaceholdersAreOnThePage() {
    StringBuilder page = new StringBuilder();
    section.commands().forEach(command -> page.append(NotRun.line(command)).append('\n'));
    section.output().forEach(line -> page.append(line).append('\n'));
    assertThat(
        "placeholders that are not in " + section,
        placeholders.keySet().stream().filter(text -> page.indexOf(text) < 0).toList(),
        is(List.of()));
  }

  private String replaced(String text) {
    String replaced = text;
    for (Map.Entry<String, String> placeholder : placeholders.entrySet()) {
      replaced = replaced.replace(placeholder.getKey(), placeholder.getValue());
    }
    return replaced;
  }
}

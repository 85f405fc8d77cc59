package io.userstream.tests.check;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code userstream check} in this JVM. */
final class CheckRun {
  private CheckRun() {}

  /** Checks a command with the options of a flow; the given options take precedence. */
  static JobResult of(Flow flow, String command, String... more) {
    List<String> arguments = new ArrayList<>(flow.arguments(command, more));
    arguments.set(0, "check");
    arguments.add("--for=" + command);
    return Flow.runHere(arguments);
  }

  /** Returns the lines of a level in an area, without aligned spaces. */
  static List<String> lines(JobResult result, String levelAndArea) {
    return result
        .out()
        .lines()
        .map(line -> line.replaceAll(" +", " "))
        .filter(line -> line.startsWith(levelAndArea))
        .toList();
  }
}

package io.userstream.tests.check;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.Publisher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Runs {@code userstream check} in this JVM. */
final class CheckRun {
  private CheckRun() {}

  /** Checks a command with the options of a flow; the given options take precedence. */
  static JobResult of(Flow flow, String command, String... more) {
    List<String> arguments = new ArrayList<>(flow.arguments(command, more));
    arguments.set(0, "check");
    if (command.equals("erase")) {
      arguments.add("--id=" + Publisher.id(0));
      arguments.removeIf(argument -> argument.startsWith("--erasureKey="));
      arguments.add(erasureKey(flow));
    }
    arguments.add("--for=" + command);
    return Flow.runHere(arguments);
  }

  /** Returns the option with the key of the erasure list. */
  static String erasureKey(Flow flow) {
    try {
      Path file =
          Files.writeString(
              flow.stack().directory().resolve("erasures.key"),
              Base64.getEncoder().encodeToString(new byte[32]));
      return "--erasureKey=file:" + file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

package io.userstream.tests.setup;

import io.userstream.pipelines.cli.Userstream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run of {@code userstream setup} in this JVM, and its result. */
final class SetupRun {
  private final int exitCode;
  private final List<String> out;
  private final List<String> err;

  private SetupRun(int exitCode, List<String> out, List<String> err) {
    this.exitCode = exitCode;
    this.out = out;
    this.err = err;
  }

  static SetupRun with(List<String> common, String... more) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] args =
        Stream.of(List.of("setup"), common, Arrays.asList(more))
            .flatMap(List::stream)
            .toArray(String[]::new);
    int exitCode =
        new Userstream(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8))
            .run(args);
    return new SetupRun(exitCode, lines(out), lines(err));
  }

  int exitCode() {
    return exitCode;
  }

  List<String> out() {
    return out;
  }

  List<String> err() {
    return err;
  }

  @Override
  public String toString() {
    return "exit " + exitCode + "\n" + String.join("\n", out) + "\n" + String.join("\n", err);
  }

  private static List<String> lines(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8).lines().collect(Collectors.toList());
  }
}

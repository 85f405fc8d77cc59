package io.userstream.tests.demo;

import io.userstream.pipelines.cli.Userstream;
import io.userstream.pipelines.job.ExitCode;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.StackUsers;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs commands of {@code userstream} on a stack in this JVM. Four JVMs that each load Beam and the
 * clients would take longer than all the work.
 */
final class Jobs {
  /** The database of the raw users. */
  static final String DATABASE = "userstream";

  private static final Set<String> KAFKA_ALONE = Set.of("pause", "resume");

  private final LocalStack stack;

  Jobs(LocalStack stack) {
    this.stack = stack;
  }

  /**
   * The result of a job.
   *
   * @param out the lines of its stdout
   */
  record Ended(int exitCode, List<String> out) {
    Ended {
      out = List.copyOf(out);
    }
  }

  /** The options with the addresses of the stack, and the login of the command's user. */
  List<String> options(String command) {
    Optional<StackUsers> users = stack.users();
    if (users.isPresent()) {
      return securedOptions(users.get(), command);
    }
    List<String> options = new ArrayList<>();
    options.add("--bootstrapServers=" + stack.bootstrapServers());
    if (KAFKA_ALONE.contains(command)) {
      return options;
    }
    options.add("--schemaRegistry=" + stack.schemaRegistry().url());
    if (!command.equals("ingest")) {
      options.add("--cassandraHosts=" + stack.cassandraHost());
      options.add("--cassandraPort=" + stack.cassandraPort());
    }
    if (!command.equals("store")) {
      options.addAll(stack.postgres().jobOptions(DATABASE));
    }
    return options;
  }

  private List<String> securedOptions(StackUsers users, String command) {
    List<String> options = new ArrayList<>(users.kafka(stack, command));
    if (KAFKA_ALONE.contains(command)) {
      return options;
    }
    options.addAll(users.registry(stack, command));
    if (List.of("setup", "store", "replay", "reconcile").contains(command)) {
      options.addAll(users.cassandra(stack, command));
    }
    if (!List.of("store", "replay", "tail").contains(command)) {
      options.addAll(users.rawStore(stack, DATABASE, command));
    }
    return options;
  }

  /**
   * The result of a command that may fail.
   *
   * @param err its messages
   */
  record Attempt(int exitCode, String err) {}

  /** Runs a command with these options only. */
  Attempt attempt(String command, List<String> options) throws IOException {
    Path log = stack.directory().resolve("doors.log");
    PrintStream before = System.err;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (PrintStream logged =
            new PrintStream(
                new FileOutputStream(log.toFile(), true), true, StandardCharsets.UTF_8);
        PrintStream said = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      System.setErr(logged);
      List<String> line = new ArrayList<>(List.of(command));
      line.addAll(options);
      if (command.equals("store")) {
        line.add("--until=drained");
      }
      int exitCode = new Userstream(logged, said).run(line.toArray(new String[0]));
      return new Attempt(exitCode, err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(before);
    }
  }

  /**
   * Runs a command with its defaults, the given options, and the addresses of the stack.
   *
   * @throws JobFailedException if its exit code is neither 0 nor that of a difference
   */
  Ended run(String command, List<String> options) throws IOException, JobFailedException {
    Path log = stack.directory().resolve(command + ".log");
    PrintStream before = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PrintStream err =
        new PrintStream(new FileOutputStream(log.toFile()), true, StandardCharsets.UTF_8)) {
      // The loggers write to the current System.err.
      System.setErr(err);
      List<String> line = new ArrayList<>(List.of(command));
      line.addAll(options(command));
      line.addAll(options);
      int exitCode =
          new Userstream(new PrintStream(out, true, StandardCharsets.UTF_8), err)
              .run(line.toArray(new String[0]));
      if (exitCode != ExitCode.DONE && exitCode != ExitCode.DIFFERENCE) {
        throw new JobFailedException(command, exitCode, log);
      }
      return new Ended(exitCode, out.toString(StandardCharsets.UTF_8).lines().toList());
    } finally {
      System.setErr(before);
    }
  }
}

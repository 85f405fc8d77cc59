package io.userstream.tests.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A JVM beside that of the test, which owns a stack and is ended in some way. */
final class OwnerJvm {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private OwnerJvm() {}

  /**
   * Starts one.
   *
   * @param main what it runs; what that writes to stdout can be read from the process
   */
  static Process start(Class<?> main, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(ProjectHome.jvmOptions());
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Waits until a process is gone that had to end with its owner, or the owner itself. */
  static void awaitGone(ProcessHandle process) {
    Await.until("process " + process.pid() + " is gone", LIMIT, () -> !process.isAlive());
  }
}

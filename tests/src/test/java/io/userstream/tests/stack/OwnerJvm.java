package io.userstream.tests.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A JVM in addition to the test's, which owns a stack and which the test ends. */
final class OwnerJvm {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private OwnerJvm() {}

  /**
   * Starts the JVM.
   *
   * @param main the class to run; the process's stdout can be read
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

  /** Waits until a process has ended, such as the owner or a process that must end with it. */
  static void awaitGone(ProcessHandle process) {
    Await.until("process " + process.pid() + " has ended", LIMIT, () -> !process.isAlive());
  }
}

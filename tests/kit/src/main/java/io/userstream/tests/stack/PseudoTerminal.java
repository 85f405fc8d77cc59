package io.userstream.tests.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Runs a job as if a person had started it at a terminal, by {@code script} of util-linux. */
public final class PseudoTerminal {
  private PseudoTerminal() {}

  /** Returns the same command under a terminal; all of its output is then the stdout of the job. */
  public static JobCommand running(JobCommand how) {
    return new JobCommand() {
      @Override
      ChildCommand with(List<String> arguments) {
        ChildCommand child = how.with(arguments);
        Map<String, String> environment = new TreeMap<>(child.environment());
        environment.put("TERM", "xterm");
        return new ChildCommand(
            child.classPath(),
            child.jvmOptions(),
            child.mainClass(),
            child.arguments(),
            environment,
            child.javaHome());
      }

      @Override
      List<String> line(List<String> words) {
        String line = words.stream().map(ChildCommand::quoted).collect(Collectors.joining(" "));
        return List.of("script", "-qec", "exec " + line, "/dev/null");
      }
    };
  }

  /** Returns whether this machine has the program; that of macOS has other options. */
  public static boolean isAvailable() throws InterruptedException {
    try {
      Process version = new ProcessBuilder("script", "--version").redirectErrorStream(true).start();
      String answer = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return version.waitFor() == 0 && answer.contains("util-linux");
    } catch (IOException e) {
      return false;
    }
  }
}

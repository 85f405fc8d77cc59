package io.userstream.tests.arguments;

import io.userstream.pipelines.job.ExitCode;
import java.util.List;
import java.util.function.Function;

/**
 * A program with a command line.
 *
 * @param name the words that start it, such as {@code userstream demo}
 * @param help the text that {@code --help} prints
 */
public record Program(String name, String help) {
  /**
   * Reads the options of the program. Ends the JVM with the help for {@code --help}, and with exit
   * code 2 and a line on stderr for each problem.
   */
  public <T> T read(String[] line, Function<Arguments, T> read) {
    if (List.of(line).contains("--help")) {
      System.out.print(help);
      System.out.flush();
      System.exit(ExitCode.DONE);
    }
    Arguments arguments = Arguments.of(line);
    T options = read.apply(arguments);
    List<String> problems = arguments.problems();
    if (!problems.isEmpty()) {
      problems.forEach(problem -> System.err.println(name + ": " + problem));
      System.exit(ExitCode.USAGE);
    }
    return options;
  }
}

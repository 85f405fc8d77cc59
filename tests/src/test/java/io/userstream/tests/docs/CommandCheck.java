package io.userstream.tests.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks a documented command without running it: the program, command, options, modules, services
 * and files that it names must exist.
 */
final class CommandCheck {
  /** Programs outside this project. */
  private static final Set<String> OTHERS =
      Set.of("airflow", "cqlsh", "curl", "echo", "export", "jq", "pip", "psql");

  private static final String JAR = "userstream.jar";

  /** The jar of the consumer project, whose own test runs it. */
  private static final String CONSUMER_JAR = "target/orders-archive.jar";

  private final UserstreamCommands userstream = new UserstreamCommands();

  /** Returns the problems of a command, with the page and line of the command. */
  Optional<String> problem(DocumentedCommand command) {
    return problem(command.words()).map(problem -> command.place() + ": " + problem);
  }

  private Optional<String> problem(List<String> words) {
    String program = words.get(0);
    List<String> arguments = words.subList(1, words.size());
    if (program.equals("./userstream") || program.equals("userstream")) {
      return userstream.problem(arguments);
    }
    if (program.equals("java") || program.endsWith("spark-submit")) {
      return jar(arguments);
    }
    if (program.equals("mvn") || program.equals("./mvnw")) {
      return maven(arguments);
    }
    if (program.equals("docker")) {
      return docker(arguments);
    }
    if (OTHERS.contains(program) || program.matches("(/opt/kafka/bin/)?kafka-[a-z-]+\\.sh")) {
      return Optional.empty();
    }
    return script(program, arguments);
  }

  private Optional<String> jar(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("pipelines/target/" + JAR)
          || argument.equals("/opt/userstream/" + JAR)
          || argument.equals("local:///opt/userstream/" + JAR)
          || isMainClass(arguments, i)) {
        return userstream.problem(arguments.subList(i + 1, arguments.size()));
      }
    }
    return arguments.contains(CONSUMER_JAR) ? Optional.empty() : Optional.of("does not run " + JAR);
  }

  /**
   * After {@code java -cp}, the class stands for the jar; after {@code --class}, the jar follows.
   */
  private static boolean isMainClass(List<String> arguments, int i) {
    return arguments.get(i).equals("io.userstream.pipelines.cli.Userstream")
        && (i == 0 || !arguments.get(i - 1).equals("--class"));
  }

  private Optional<String> maven(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("-pl")) {
        for (String module : arguments.get(i + 1).split(",", -1)) {
          if (!Files.exists(Pages.path(module).resolve("pom.xml"))) {
            return Optional.of("there is no module " + module);
          }
        }
      } else if (argument.matches("-D(it\\.)?test=.*")) {
        String test = argument.substring(argument.indexOf('=') + 1);
        if (!test.equals("NoSuch") && !isClass(test)) {
          return Optional.of("there is no test " + test);
        }
      } else if (argument.startsWith("-Dexec.args=")) {
        return userstream.problem(List.of(argument.substring(12).split(" ", -1)));
      }
    }
    return Optional.empty();
  }

  private Optional<String> docker(List<String> arguments) {
    if (!arguments.get(0).equals("compose")) {
      return Optional.of("only docker compose is checked");
    }
    if (!arguments.get(1).equals("exec")) {
      return Optional.empty();
    }
    List<String> rest =
        arguments.stream().skip(2).dropWhile(argument -> argument.startsWith("-")).toList();
    if (!services().contains(rest.get(0))) {
      return Optional.of("there is no service " + rest.get(0));
    }
    List<String> inside = rest.subList(1, rest.size());
    boolean ours = inside.get(0).equals("userstream") || inside.get(0).endsWith("spark-submit");
    return ours ? problem(inside) : Optional.empty();
  }

  private static Optional<String> script(String program, List<String> arguments) {
    Path script = Pages.path(program);
    if (!program.contains("/") || !Files.isExecutable(script)) {
      return Optional.of("there is no program " + program);
    }
    String text = Pages.text(program);
    return arguments.stream()
        .filter(argument -> argument.startsWith("--"))
        .map(argument -> argument.replaceFirst("=.*", ""))
        .filter(option -> !text.contains(option))
        .findFirst()
        .map(option -> program + " has no option " + option);
  }

  private static Set<String> services() {
    return Stream.of("docker-compose.yml", "docker/secure.yml")
        .flatMap(CommandCheck::servicesOf)
        .collect(Collectors.toSet());
  }

  private static Stream<String> servicesOf(String file) {
    return Pages.text(file)
        .lines()
        .dropWhile(line -> !line.equals("services:"))
        .skip(1)
        .takeWhile(line -> !line.matches("[a-z].*"))
        .filter(line -> line.matches("  [a-z0-9-]+:.*"))
        .map(line -> line.strip().replaceFirst(":.*", ""));
  }

  private static boolean isClass(String name) {
    try (Stream<Path> files = Files.walk(Pages.path(""))) {
      return files.anyMatch(file -> file.endsWith(name + ".java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

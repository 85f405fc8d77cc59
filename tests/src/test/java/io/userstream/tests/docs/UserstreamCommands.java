package io.userstream.tests.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The commands of {@code ./userstream} and their options, each read from its definition: commands
 * from the script's usage text, options of jobs from docs/options.md (which a test compares with
 * the jobs), options of the cluster from docker/cluster, and options of the other programs from
 * their sources.
 */
final class UserstreamCommands {
  private static final Pattern COMMAND = Pattern.compile("(?m)^  ([a-z]+)  +\\S");
  private static final Pattern OPTION = Pattern.compile("--([a-zA-Z][a-zA-Z-]*)");
  private static final Pattern LITERAL = Pattern.compile("\"([a-z]+)\"");

  /** Options of every job, listed in the introduction of docs/options.md. */
  private static final Set<String> OF_EVERY_JOB =
      Set.of("help", "options", "verbose", "runner", "targetParallelism");

  private final String script = Pages.text("userstream");
  private final String cluster = Pages.text("docker/cluster");
  private final Map<String, Set<String>> ofJobs = optionsOfJobs();

  /** Returns the problems of a command and its arguments. */
  Optional<String> problem(List<String> words) {
    if (words.isEmpty()) {
      return Optional.of("names no command");
    }
    String command = words.get(0);
    if (command.equals("--help")) {
      return Optional.empty();
    }
    if (!commands().contains(command)) {
      return Optional.of("there is no command " + command);
    }
    Set<String> known = options(command);
    return words.stream()
        .skip(1)
        .filter(word -> word.startsWith("--"))
        .map(word -> camelCase(word.substring(2).replaceFirst("=.*", "")))
        .filter(option -> !known.contains(option))
        .findFirst()
        .map(option -> command + " has no option --" + option);
  }

  private Set<String> commands() {
    return found(COMMAND, script.substring(script.indexOf("USAGE'"), script.indexOf("\nUSAGE\n")));
  }

  private Set<String> options(String command) {
    Set<String> options = new TreeSet<>(OF_EVERY_JOB);
    switch (command) {
      case "up", "status", "logs", "down" -> {
        options.addAll(found(OPTION, cluster));
        options.add("tail"); // Options of docker compose, to which "logs" passes them.
      }
      case "test" -> {
        options.addAll(found(OPTION, script));
        options.addAll(found(OPTION, Pages.text("tests/run")));
      }
      // Behind --show and --for.
      case "options", "check" -> ofJobs.values().forEach(options::addAll);
      default -> {
        options.addAll(ofJobs.getOrDefault(command, Set.of()));
        mainClass(command).ifPresent(main -> options.addAll(optionsInSources(main)));
      }
    }
    return options;
  }

  private static Map<String, Set<String>> optionsOfJobs() {
    Map<String, Set<String>> options = new HashMap<>();
    for (String section : Pages.text("docs/options.md").split("(?m)^## ", -1)) {
      options.put(
          section.lines().findFirst().orElse(""),
          found(Pattern.compile("(?m)^\\| `--([a-zA-Z]+)` "), section));
    }
    return options;
  }

  /** Returns the class that the script starts for a command that is not a job. */
  private Optional<String> mainClass(String command) {
    Matcher main =
        Pattern.compile("(?s)\\n\\s+" + command + "\\).*?run_tests_class (\\S+)").matcher(script);
    boolean inCase = script.indexOf("\n      " + command + ")") >= 0;
    return inCase && main.find() ? Optional.of(main.group(1)) : Optional.empty();
  }

  private static Set<String> optionsInSources(String mainClass) {
    String file = mainClass.replace('.', '/') + ".java";
    Set<String> options = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Pages.path("tests"))) {
      Path main = files.filter(path -> path.endsWith(file)).findFirst().orElseThrow();
      try (Stream<Path> sources = Files.list(main.getParent())) {
        for (Path source :
            sources
                .filter(
                    path ->
                        path.equals(main) || path.toString().matches(".*(Arguments|Options).java"))
                .toList()) {
          String text = Files.readString(source);
          options.addAll(found(OPTION, text));
          options.addAll(found(LITERAL, text));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return options;
  }

  private static String camelCase(String option) {
    return Pattern.compile("-([a-z])")
        .matcher(option)
        .replaceAll(found -> found.group(1).toUpperCase(java.util.Locale.ROOT));
  }

  private static Set<String> found(Pattern pattern, String text) {
    Set<String> found = new TreeSet<>();
    pattern.matcher(text).results().forEach(result -> found.add(result.group(1)));
    return found;
  }
}

package io.userstream.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.Test;

/** Checks that the runtime class path changes only together with a file that lists it. */
public class DependencyBaselineTest {
  /** Surefire runs in the module's directory. */
  private static final Path ACCEPTED = Path.of("runtime-dependencies.txt");

  /** Written by maven-dependency-plugin:list in this build. */
  private static final Path FOUND = Path.of("target", "runtime-dependencies.txt");

  /** Matches {@code group:artifact:jar[:classifier]:version:scope} and the plugin's suffix. */
  private static final Pattern FOUND_LINE =
      Pattern.compile("\\s+([^:\\s]+:[^:]+):jar((?::[^:]+)?:[^:]+):(?:compile|runtime)\\b.*");

  @Test
  public void runtimeClassPathIsAsListed() throws IOException {
    Set<String> accepted = accepted();
    Set<String> found = found();
    Set<String> differences = new TreeSet<>();
    found.stream().filter(d -> !accepted.contains(d)).forEach(d -> differences.add("add    " + d));
    accepted.stream().filter(d -> !found.contains(d)).forEach(d -> differences.add("remove " + d));

    assertThat(
        "The runtime class path differs from pipelines/runtime-dependencies.txt. If this is"
            + " intended, change the file as follows, and give the reason for a large dependency:\n"
            + String.join("\n", differences)
            + "\n",
        differences.isEmpty(),
        is(true));
  }

  private static Set<String> accepted() throws IOException {
    return Files.readAllLines(ACCEPTED).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> found() throws IOException {
    return Files.readAllLines(FOUND).stream()
        .map(FOUND_LINE::matcher)
        .filter(Matcher::matches)
        .map(line -> line.group(1) + line.group(2))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}

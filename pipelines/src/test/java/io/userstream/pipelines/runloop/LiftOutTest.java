package io.userstream.pipelines.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;

/** The loop and the runners can be lifted out: they need nothing else of this project's jobs. */
public class LiftOutTest {
  private static final Path SOURCES = Path.of("src/main/java/io/userstream/pipelines");
  private static final Path IO_SOURCES = Path.of("../io/src/main/java/io/userstream/io");

  private static final String LOOP = "io.userstream.pipelines.runloop.";
  private static final String RUNNER = "io.userstream.pipelines.runner.";
  private static final String KAFKA = "io.userstream.io.kafka.";

  /** As {@code io.userstream.io.ServerWait}: the waiting for servers, which is of no one system. */
  private static final String WAITING = "io.userstream.io.[A-Z]";

  /** A class or a package of this project, in an import or in the code. */
  private static final Pattern NAME =
      Pattern.compile("io\\.userstream\\.(?:[a-z]+\\.)*(?:[A-Z*]\\w*|[a-z]+\\b(?!\\.))");

  @Test
  public void theLoopNeedsOnlyTheRangesOfKafka() throws IOException {
    assertThat(strangers(SOURCES.resolve("runloop"), LOOP, KAFKA), is(empty()));
  }

  @Test
  public void theRunnersNeedOnlyTheLoopAndTheWaitingForServers() throws IOException {
    assertThat(strangers(SOURCES.resolve("runner"), RUNNER, LOOP, WAITING), is(empty()));
  }

  @Test
  public void theRangesOfKafkaNeedOnlyTheWaitingForServers() throws IOException {
    assertThat(strangers(IO_SOURCES.resolve("kafka"), KAFKA, WAITING), is(empty()));
  }

  @Test
  public void aJobIsAStranger() throws IOException {
    assertThat(
        strangers(SOURCES.resolve("store"), LOOP),
        hasItem(startsWith("Store.java: io.userstream.io.cassandra.")));
  }

  /** What the sources of a folder name of this project, beyond these packages. */
  private static List<String> strangers(Path folder, String... allowed) throws IOException {
    Pattern fine = Pattern.compile("(?:" + String.join("|", allowed).replace(".", "\\.") + ").*");
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
    List<String> strangers = new ArrayList<>();
    for (Path file : files) {
      Matcher name = NAME.matcher(code(file));
      while (name.find()) {
        if (!fine.matcher(name.group()).matches()) {
          strangers.add(file.getFileName() + ": " + name.group());
        }
      }
    }
    return strangers;
  }

  /** A source without its comments and its own package. */
  private static String code(Path file) throws IOException {
    return Files.readString(file)
        .replaceAll("(?s)/\\*.*?\\*/", "")
        .replaceAll("//.*", "")
        .replaceAll("(?m)^package .*", "");
  }
}

package io.userstream.tests.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the project's checkout is, and what the build left there for the stack. */
public final class ProjectHome {
  /** The system property that names the checkout's root. */
  private static final String HOME = "userstream.home";

  /**
   * The system property that names the directory of the stacks; by default the checkout's {@code
   * target/stack}. Two JVMs that test at once have one each.
   */
  private static final String STACKS = "userstream.stacks";

  /**
   * The system property that names the version of a server, of those that the test matrix resolved,
   * as in {@code -Duserstream.server.kafka=3.9.2}; by default the one that the build resolved.
   */
  private static final String SERVER = "userstream.server.";

  private ProjectHome() {}

  /**
   * Returns the root of the checkout: the system property {@value #HOME}, else the first directory
   * from the working directory upwards that holds {@code tests/servers}.
   *
   * @throws IllegalStateException when there is none
   */
  public static Path find() {
    String named = System.getProperty(HOME);
    Path start = Path.of(named == null ? "" : named).toAbsolutePath().normalize();
    for (Path home = start; home != null; home = named == null ? home.getParent() : null) {
      if (Files.isDirectory(home.resolve("tests/servers"))) {
        return home;
      }
    }
    throw new IllegalStateException(
        "no tests/servers in "
            + start
            + (named == null ? " or above" : "")
            + ": run in the project's checkout, or name it by -D"
            + HOME);
  }

  /** Returns the directory in which each stack has its own. */
  static Path stacks() {
    String named = System.getProperty(STACKS);
    return named == null ? find().resolve("target/stack") : Path.of(named);
  }

  /** Returns the JVM options with which a child finds the same checkout, stacks and servers. */
  public static List<String> jvmOptions() {
    return Stream.concat(
            Stream.of("-D" + HOME + "=" + find(), "-D" + STACKS + "=" + stacks()),
            System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(SERVER))
                .map(name -> "-D" + name + "=" + System.getProperty(name)))
        .toList();
  }

  /**
   * Returns the class path of a server, as the build or the test matrix resolved it.
   *
   * @param server the folder's name below {@code tests/servers}
   * @throws IllegalStateException when the project is not built
   */
  public static String serverClassPath(Path home, String server) {
    String version = System.getProperty(SERVER + server);
    String name = version == null ? "classpath.txt" : "classpath-" + version + ".txt";
    Path file = built(home.resolve("tests/servers").resolve(server).resolve("target/" + name));
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the runnable jar of the schema registry, with the jars that it names beside it.
   *
   * @throws IllegalStateException when the project is not built
   */
  static Path registryJar(Path home) {
    Path registry = built(home.resolve("tests/servers/registry/target/registry"));
    try (Stream<Path> files = Files.list(registry)) {
      return files
          .filter(file -> file.toString().endsWith("-runner.jar"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException(registry + " has no -runner.jar"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path built(Path path) {
    if (!Files.exists(path)) {
      throw new IllegalStateException(
          path + " is missing: build first (./userstream test, or mvn -DskipTests package)");
    }
    return path;
  }
}

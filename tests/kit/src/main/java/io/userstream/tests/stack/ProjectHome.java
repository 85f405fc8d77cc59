package io.userstream.tests.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's checkout, and what the build left in it for the stack. */
public final class ProjectHome {
  /** The system property that names the root of the checkout. */
  private static final String HOME = "userstream.home";

  /**
   * The system property that names the directory of the stacks; the checkout's {@code target/stack}
   * by default. JVMs that test in parallel use one each.
   */
  private static final String STACKS = "userstream.stacks";

  /**
   * The system property that selects a server version that the test matrix resolved, as in {@code
   * -Duserstream.server.kafka=3.9.2}. The default is the version that the build resolved.
   */
  private static final String SERVER = "userstream.server.";

  private ProjectHome() {}

  /**
   * Returns the root of the checkout: the system property {@value #HOME}, or else the nearest
   * directory, from the working directory upwards, that contains {@code tests/servers}.
   *
   * @throws IllegalStateException if there is none
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
            + ": run in the project's checkout, or name it with -D"
            + HOME);
  }

  /** Returns the directory that contains the stacks' directories. */
  static Path stacks() {
    String named = System.getProperty(STACKS);
    return named == null ? find().resolve("target/stack") : Path.of(named);
  }

  /** Returns JVM options that give a child the same checkout, stacks and servers. */
  public static List<String> jvmOptions() {
    return Stream.concat(
            Stream.of("-D" + HOME + "=" + find(), "-D" + STACKS + "=" + stacks()),
            System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(SERVER))
                .map(name -> "-D" + name + "=" + System.getProperty(name)))
        .toList();
  }

  /**
   * Returns the class path of a server that the build or the test matrix resolved.
   *
   * @param server the folder's name in {@code tests/servers}
   * @throws IllegalStateException if the project is not built
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
   * Returns the runnable jar of the schema registry, next to the jars that it uses.
   *
   * @throws IllegalStateException if the project is not built
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

package io.userstream.tests.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The command of a {@link JobProcess}: the jar under {@code java}, or {@link SparkSubmit}. */
public abstract class JobCommand {
  /** Enough for every job of the tests, and small enough to reveal a leak. */
  static final String HEAP = "-Xmx1g";

  /** As {@code ./userstream} chooses. */
  private static final String COLLECTOR = "-XX:+UseParallelGC";

  /** C1 only: saves a third of the CPU time of a short job, but distorts a benchmark. */
  public static final String COMPILES_LESS = "-XX:TieredStopAtLevel=1";

  private static final Path JAR = Path.of("pipelines/target/userstream.jar");

  JobCommand() {}

  /** Returns the command for the jar, as users run it without a cluster. */
  public static JobCommand jar() {
    return jarWith(HEAP, COLLECTOR);
  }

  /** Returns the command for the jar with another heap, such as {@code -Xmx512m}. */
  public static JobCommand jar(String heap) {
    return jarWith(heap);
  }

  private static JobCommand jarWith(String... jvmOptions) {
    Path jar = userstreamJar();
    return new JobCommand() {
      @Override
      ChildCommand with(List<String> arguments) {
        return new ChildCommand(
                jar.toString(),
                List.of(jvmOptions),
                "io.userstream.pipelines.cli.Userstream",
                arguments)
            .onThisJava();
      }
    };
  }

  /**
   * Returns the command for a main class that is compared with the jar in a benchmark. It has the
   * same heap and collector.
   *
   * @param classPath joined by the system's path separator
   */
  public static JobCommand peer(String classPath, String mainClass) {
    return of(classPath, List.of(HEAP, COLLECTOR), mainClass);
  }

  /**
   * Returns the command for a main class outside the project.
   *
   * @param classPath joined by the system's path separator
   * @param jvmOptions heap and similar options
   */
  public static JobCommand of(String classPath, List<String> jvmOptions, String mainClass) {
    return new JobCommand() {
      @Override
      ChildCommand with(List<String> arguments) {
        return new ChildCommand(classPath, jvmOptions, mainClass, arguments).onThisJava();
      }
    };
  }

  /**
   * Returns the jar that the build made for users.
   *
   * @throws IllegalStateException if the project is not built
   */
  public static Path userstreamJar() {
    Path jar = ProjectHome.find().resolve(JAR);
    if (!Files.exists(jar)) {
      throw new IllegalStateException("build first: missing " + JAR);
    }
    return jar;
  }

  /** Returns the same command for a JVM that {@linkplain #COMPILES_LESS compiles less}. */
  public final JobCommand startingQuickly() {
    JobCommand same = this;
    return new JobCommand() {
      @Override
      ChildCommand with(List<String> arguments) {
        return same.with(arguments).withJvmOption(COMPILES_LESS);
      }
    };
  }

  /** Returns the child that runs the job with the given command and options. */
  abstract ChildCommand with(List<String> arguments);

  /** The words that start the child, from those that would start it by itself. */
  List<String> line(List<String> words) {
    return words;
  }
}

package io.userstream.tests.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How a {@link JobProcess} is started: the jar by itself, or by {@link SparkSubmit}. */
public abstract class JobCommand {
  /** Enough for every job of the tests, and little enough that a leak shows. */
  static final String HEAP = "-Xmx1g";

  /** C1 alone: a third off the CPU time of a short life, and nothing for a benchmark. */
  public static final String COMPILES_LESS = "-XX:TieredStopAtLevel=1";

  private static final Path JAR = Path.of("pipelines/target/userstream.jar");

  JobCommand() {}

  /** The jar by itself, as users run it without a cluster. */
  public static JobCommand jar() {
    Path jar = userstreamJar();
    return new JobCommand() {
      @Override
      ChildCommand with(List<String> arguments) {
        return new ChildCommand(
            jar.toString(), List.of(HEAP), "io.userstream.pipelines.cli.Userstream", arguments);
      }
    };
  }

  /**
   * A main class that is not the project's own, such as a peer in a benchmark.
   *
   * @param classPath joined by the system's path separator
   * @param jvmOptions heap and the like
   */
  public static JobCommand of(String classPath, List<String> jvmOptions, String mainClass) {
    return new JobCommand() {
      @Override
      ChildCommand with(List<String> arguments) {
        return new ChildCommand(classPath, jvmOptions, mainClass, arguments);
      }
    };
  }

  /**
   * Returns the jar that the build made for users.
   *
   * @throws IllegalStateException when the project is not built
   */
  public static Path userstreamJar() {
    Path jar = ProjectHome.find().resolve(JAR);
    if (!Files.exists(jar)) {
      throw new IllegalStateException("build first: there is no " + JAR);
    }
    return jar;
  }

  /** The same in a JVM that {@linkplain #COMPILES_LESS compiles less}. */
  public final JobCommand startingQuickly() {
    JobCommand same = this;
    return new JobCommand() {
      @Override
      ChildCommand with(List<String> arguments) {
        return same.with(arguments).withJvmOption(COMPILES_LESS);
      }
    };
  }

  /** The child that runs the job with these arguments, the command and its options. */
  abstract ChildCommand with(List<String> arguments);
}

package io.userstream.tests.spark;

import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.ProjectHome;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a Beam job of a test on the Spark runner, with driver and executor in one child JVM, or with
 * the executors of a cluster.
 */
public final class LocalSpark {
  /**
   * The options that spark-submit passes to a driver under Java 17, from Spark's JavaModuleOptions.
   */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  private LocalSpark() {}

  /**
   * Starts a main class of this module on the class path of a spark-submit: Spark's jars, then the
   * project's uber jar for Beam's runner and KafkaIO.
   *
   * @param jvmOptions may include Spark properties, as {@code -Dspark.…}
   */
  public static JobProcess start(
      LocalStack stack,
      String name,
      List<String> jvmOptions,
      Class<?> main,
      List<String> arguments) {
    List<String> options = new ArrayList<>(List.of("-Xmx1g"));
    options.addAll(jvmOptions);
    OPENED.forEach(opened -> options.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--runner=SparkRunner", "--sparkMaster=local[2]"));
    String classPath =
        ProjectHome.serverClassPath(ProjectHome.find(), "spark")
            + File.pathSeparator
            + jobClassPath(main);
    return JobProcess.start(stack, name, JobCommand.of(classPath, options, main.getName()), all);
  }

  /** Returns the class path of a job without Spark's jars, for the executors of a cluster. */
  public static String jobClassPath(Class<?> main) {
    return ProjectHome.find().resolve("pipelines/target/userstream.jar")
        + File.pathSeparator
        + classesOf(main);
  }

  private static String classesOf(Class<?> main) {
    try {
      return Path.of(main.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}

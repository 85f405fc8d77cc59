package io.userstream.tests.stack;

import com.google.common.base.Splitter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The Spark of one stack: links to the resolved jars, the configuration and the directories.
 * Master, workers, drivers and executors share it.
 */
final class SparkHome {
  /**
   * The options that Spark's start script passes to every JVM under Java 17: {@code
   * org.apache.spark.launcher.JavaModuleOptions} of 3.5.
   */
  private static final List<String> MODULE_OPTIONS =
      Stream.concat(
              Stream.of(
                      "java.base/java.lang",
                      "java.base/java.lang.invoke",
                      "java.base/java.lang.reflect",
                      "java.base/java.io",
                      "java.base/java.net",
                      "java.base/java.nio",
                      "java.base/java.util",
                      "java.base/java.util.concurrent",
                      "java.base/java.util.concurrent.atomic",
                      "java.base/jdk.internal.ref",
                      "java.base/sun.nio.ch",
                      "java.base/sun.nio.cs",
                      "java.base/sun.security.action",
                      "java.base/sun.util.calendar",
                      "java.security.jgss/sun.security.krb5")
                  .map(name -> "--add-opens=" + name + "=ALL-UNNAMED"),
              Stream.of("-Djdk.reflect.useDirectMethodHandle=false"))
          .toList();

  /**
   * Logs to stderr, because a job prints its results to stdout. Of Spark, logs only the start and
   * end of processes: its default level prints several lines for each task.
   */
  private static final String LOG4J =
      """
      rootLogger.level = warn
      rootLogger.appenderRef.stderr.ref = stderr
      appender.stderr.type = Console
      appender.stderr.name = stderr
      appender.stderr.target = SYSTEM_ERR
      appender.stderr.layout.type = PatternLayout
      appender.stderr.layout.pattern = %d{ISO8601} %p %c{1}: %m%n%ex
      logger.deploy.name = org.apache.spark.deploy
      logger.deploy.level = info
      logger.cluster.name = org.apache.spark.scheduler.cluster
      logger.cluster.level = info
      logger.userstream.name = io.userstream
      logger.userstream.level = info
      # That there is no native Hadoop library, once in each JVM.
      logger.native.name = org.apache.hadoop.util.NativeCodeLoader
      logger.native.level = error
      """;

  /**
   * Tests do not use a driver's pages, and a second driver would warn about the port of the first.
   */
  private static final String DEFAULTS = "spark.ui.enabled false\n";

  private final Path home;
  private final Path directory;

  private SparkHome(Path home, Path directory) {
    this.home = home;
    this.directory = directory;
  }

  static SparkHome prepare(ServerContext context, Map<String, String> settings) {
    Path directory = context.newDirectory("spark");
    SparkHome home = new SparkHome(directory.resolve("home"), directory);
    try {
      Path jars = Files.createDirectories(home.home.resolve("jars"));
      for (String jar : Splitter.on(File.pathSeparatorChar).split(context.classPath("spark"))) {
        Files.createSymbolicLink(jars.resolve(Path.of(jar).getFileName()), Path.of(jar));
      }
      Path conf = Files.createDirectory(home.conf());
      Files.writeString(conf.resolve("log4j2.properties"), LOG4J);
      Path defaults = conf.resolve("spark-defaults.conf");
      Files.writeString(defaults, DEFAULTS);
      for (Map.Entry<String, String> setting : settings.entrySet()) {
        Files.writeString(
            defaults,
            setting.getKey() + " " + setting.getValue() + "\n",
            StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return home;
  }

  /** Returns a directory of this stack's Spark, which Spark creates when needed. */
  Path directory(String name) {
    return directory.resolve(name);
  }

  /** Returns the command of a child that runs a class of Spark. */
  ChildCommand command(List<String> jvmOptions, String mainClass, List<String> arguments) {
    return command(jvmOptions, mainClass, arguments, Map.of());
  }

  ChildCommand command(
      List<String> jvmOptions,
      String mainClass,
      List<String> arguments,
      Map<String, String> environment) {
    List<String> options = new ArrayList<>(MODULE_OPTIONS);
    options.addAll(jvmOptions);
    Map<String, String> all = new HashMap<>(environment);
    // Set by Spark's start script; otherwise a worker looks for the build directories of Spark's
    // sources.
    all.put("SPARK_SCALA_VERSION", "2.12");
    all.put("SPARK_HOME", home.toString());
    all.put("SPARK_CONF_DIR", conf().toString());
    all.put("SPARK_LOCAL_DIRS", directory("local").toString());
    all.put("SPARK_LOCAL_IP", SparkCluster.HOST);
    String classPath = conf() + File.pathSeparator + home.resolve("jars") + File.separator + "*";
    return new ChildCommand(classPath, options, mainClass, arguments, all);
  }

  private Path conf() {
    return directory("conf");
  }
}

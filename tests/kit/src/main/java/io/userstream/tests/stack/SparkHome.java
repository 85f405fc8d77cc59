package io.userstream.tests.stack;

import com.google.common.base.Splitter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The Spark of one stack: links to the jars that the build resolved, the configuration and the
 * directories. Master, workers, drivers and executors all use it.
 */
final class SparkHome {
  /**
   * What Spark's own start script gives to every JVM under Java 17: {@code
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
   * To stderr, because a job's stdout has its results. Of Spark itself only what tells of processes
   * that come and go: at its default level it writes several lines for each task.
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

  /** Nobody looks at a driver's pages, and the second driver would warn of the first one's port. */
  private static final String DEFAULTS = "spark.ui.enabled false\n";

  private final Path home;
  private final Path directory;

  private SparkHome(Path home, Path directory) {
    this.home = home;
    this.directory = directory;
  }

  static SparkHome prepare(ServerContext context) {
    Path directory = context.newDirectory("spark");
    SparkHome home = new SparkHome(directory.resolve("home"), directory);
    try {
      Path jars = Files.createDirectories(home.home.resolve("jars"));
      for (String jar : Splitter.on(File.pathSeparatorChar).split(context.classPath("spark"))) {
        Files.createSymbolicLink(jars.resolve(Path.of(jar).getFileName()), Path.of(jar));
      }
      Path conf = Files.createDirectory(home.conf());
      Files.writeString(conf.resolve("log4j2.properties"), LOG4J);
      Files.writeString(conf.resolve("spark-defaults.conf"), DEFAULTS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return home;
  }

  /** Returns a directory of this stack's Spark; Spark makes it when it needs it. */
  Path directory(String name) {
    return directory.resolve(name);
  }

  /** Returns a class of Spark as a child's command. */
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
    // Told by its start script; else a worker looks for the build directories of Spark's sources.
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

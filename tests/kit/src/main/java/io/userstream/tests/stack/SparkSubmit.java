package io.userstream.tests.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;

/**
 * Submits a job to a Spark cluster in client mode with Spark's {@code spark-submit}. The driver is
 * the {@link JobProcess} itself, with a heap of 1 GiB. Immutable.
 *
 * <pre>{@code
 * SparkSubmit.to(stack.spark()).withConf("spark.default.parallelism", "2")
 * }</pre>
 */
public final class SparkSubmit extends JobCommand {
  private static final String MASTER = "spark.master";
  private static final String SPARK_SUBMIT = "org.apache.spark.deploy.SparkSubmit";

  private final SparkCluster cluster;
  private final Path jar;
  @Nullable private final String mainClass;
  private final Map<String, String> conf;

  private SparkSubmit(
      SparkCluster cluster, Path jar, @Nullable String mainClass, Map<String, String> conf) {
    this.cluster = cluster;
    this.jar = jar;
    this.mainClass = mainClass;
    this.conf = conf;
  }

  /**
   * Submits the jar that the build made for users.
   *
   * @throws IllegalStateException if the project is not built
   */
  public static SparkSubmit to(SparkCluster cluster) {
    return new SparkSubmit(cluster, userstreamJar(), null, Map.of());
  }

  /**
   * Writes a {@code spark-submit} like that of a distribution, for programs that search their PATH
   * for one. Its drivers are not children of this JVM and do not end with it. Their command lines
   * contain {@code -Duserstream.stack=} and the stack's directory.
   *
   * @param folder the folder of the script, which must exist
   */
  public static void writeScript(LocalStack stack, Path folder) {
    Path script = folder.resolve("spark-submit");
    try {
      Files.writeString(
          script,
          stack
              .spark()
              .home()
              .command(List.of(HEAP), SPARK_SUBMIT, List.of())
              .script(stack.directory()));
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Submits another jar, such as that of an earlier build, with the main class in its manifest. */
  public SparkSubmit withJar(Path otherJar) {
    return new SparkSubmit(cluster, otherJar, mainClass, conf);
  }

  /** Runs a class of the jar other than the one in its manifest. */
  public SparkSubmit withMainClass(String otherMainClass) {
    return new SparkSubmit(cluster, jar, otherMainClass, conf);
  }

  /**
   * Sets a Spark property, such as {@code spark.executor.memory}. {@code spark.master} selects
   * another master.
   */
  public SparkSubmit withConf(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(conf);
    more.put(key, value);
    return new SparkSubmit(cluster, jar, mainClass, more);
  }

  private String masterUrl() {
    return conf.getOrDefault(MASTER, cluster.masterUrl());
  }

  @Override
  ChildCommand with(List<String> arguments) {
    List<String> line = new ArrayList<>(List.of("--master", masterUrl()));
    if (mainClass != null) {
      line.addAll(List.of("--class", mainClass));
    }
    conf.forEach((key, value) -> line.addAll(List.of("--conf", key + "=" + value)));
    line.add(jar.toString());
    line.addAll(arguments);
    return cluster.home().command(List.of(HEAP), SPARK_SUBMIT, line);
  }
}

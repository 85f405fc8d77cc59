package io.userstream.runloop.runner;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import javax.annotation.Nullable;

/**
 * Checks the Spark version on the class path from its resources, because classes of another version
 * would not link.
 */
public final class SparkInstallation {
  /**
   * The version that the jar is built and tested with: Beam's runner for Spark 3, on Scala 2.12.
   */
  private static final String NEEDED_SPARK = "3.5";

  private static final String NEEDED_SCALA = "2.12";

  private SparkInstallation() {}

  /** Returns the version of Spark, or an empty result if Spark is not on the class path. */
  public static Optional<String> version() {
    return Optional.ofNullable(property("spark-version-info.properties", "version"));
  }

  /** Describes what is wrong with it, in one line; empty if nothing is. */
  public static Optional<String> problem() {
    return problem(version().orElse(null), property("library.properties", "version.number"));
  }

  static Optional<String> problem(@Nullable String spark, @Nullable String scala) {
    if (spark == null) {
      return Optional.of("Spark is not on the class path: start this jar with spark-submit");
    }
    if (!spark.startsWith(NEEDED_SPARK + ".")
        || scala == null
        || !scala.startsWith(NEEDED_SCALA + ".")) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "Spark %s with Scala %s is required, but this is Spark %s with Scala %s. Use the"
                  + " spark-submit of a Spark %s distribution, and a cluster of the same version",
              NEEDED_SPARK,
              NEEDED_SCALA,
              spark,
              scala == null ? "of an unknown version" : scala,
              NEEDED_SPARK));
    }
    return Optional.empty();
  }

  @Nullable
  private static String property(String resource, String name) {
    try (InputStream in = SparkInstallation.class.getResourceAsStream("/" + resource)) {
      if (in == null) {
        return null;
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty(name);
    } catch (IOException e) {
      return null;
    }
  }
}

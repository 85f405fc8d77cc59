package io.userstream.runloop.runner;

import java.security.CodeSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * Checks that Spark loads the classes that the job is built with. Spark's own folder and its {@code
 * extraClassPath} settings come before the job's jar.
 */
public final class SparkClassPath {
  /** Beam's KafkaIO does not work with 4.0, and the job uses methods of 3.9. */
  private static final String NEEDED_KAFKA = "3.9";

  /** The job's jar relies on Spark's copies of some libraries, and must not load its own first. */
  private static final List<String> USER_FIRST =
      List.of("spark.driver.userClassPathFirst", "spark.executor.userClassPathFirst");

  private SparkClassPath() {}

  /**
   * Describes a setting of Spark with which Beam's classes cannot start; empty if there is none.
   * Can be called before any of them is loaded.
   */
  public static Optional<String> unsupportedSetting() {
    return USER_FIRST.stream()
        .filter(Boolean::getBoolean)
        .map(name -> name + "=true is not supported: remove this setting of Spark")
        .findFirst();
  }

  /** Describes what is wrong with this JVM's class path, in one line; empty if nothing is. */
  public static Optional<String> problem() {
    return problem(kafkaClients());
  }

  /** Returns the version of kafka-clients in this JVM and its jar, as one text. */
  static String kafkaClients() {
    CodeSource source = AppInfoParser.class.getProtectionDomain().getCodeSource();
    return AppInfoParser.getVersion() + " from " + (source == null ? "?" : source.getLocation());
  }

  /**
   * Describes what is wrong with a version of kafka-clients; empty if nothing is.
   *
   * @param found a result of {@link #kafkaClients}
   */
  static Optional<String> problem(String found) {
    return found.startsWith(NEEDED_KAFKA + ".")
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "Spark loads kafka-clients %s, but the job needs %s: remove this jar from Spark's"
                    + " folder and from its extraClassPath settings",
                found,
                NEEDED_KAFKA));
  }
}

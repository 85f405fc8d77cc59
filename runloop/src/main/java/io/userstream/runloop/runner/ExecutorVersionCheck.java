package io.userstream.runloop.runner;

import io.userstream.runloop.servers.ServerException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Runs a first small job, because executors with another Java or Spark version would fail only at
 * work.
 */
final class ExecutorVersionCheck {
  private ExecutorVersionCheck() {}

  /**
   * Starts a first job that asks an executor for its versions. With dynamic allocation, Spark
   * starts the first executor because of it.
   */
  static JavaFutureAction<List<String>> begin(JavaSparkContext spark) {
    return spark
        .parallelize(List.of(0), 1)
        .map(
            x ->
                org.apache.spark.package$.MODULE$.SPARK_VERSION()
                    + "\n"
                    + SparkClassPath.kafkaClients())
        .collectAsync();
  }

  /**
   * Waits for the answer and checks it.
   *
   * @param timeout for the answer: an executor of an older Spark may ignore what it cannot read
   *     without telling the driver
   * @throws ServerException naming the required versions
   */
  static void requireSameVersions(
      JavaSparkContext spark, JavaFutureAction<List<String>> answer, Duration timeout)
      throws InterruptedException {
    List<String> found;
    try {
      found = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS).get(0).lines().toList();
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new ServerException(
          String.format(
              Locale.ROOT,
              "the executors did not finish a first job within %d s. Check that they run Spark %s,"
                  + " like spark-submit, and have as many cores as a task needs",
              timeout.toSeconds(),
              spark.version()),
          e);
    } catch (ExecutionException e) {
      throw unfit(spark, e.getCause());
    }
    if (!found.get(0).equals(spark.version())) {
      throw new ServerException(
          String.format(
              Locale.ROOT,
              "the executors run Spark %s, but spark-submit is Spark %s: use the same version",
              found.get(0),
              spark.version()));
    }
    Optional<String> problem = SparkClassPath.problem(found.get(1));
    if (problem.isPresent()) {
      throw new ServerException("on the executors, " + problem.get());
    }
  }

  private static ServerException unfit(JavaSparkContext spark, Throwable fault) {
    String text = String.valueOf(fault.getMessage());
    if (text.contains("UnsupportedClassVersionError")) {
      return new ServerException(
          "the Java version of the executors is too old: every worker needs Java 17", fault);
    }
    if (text.contains("InvalidClassException")) {
      return new ServerException(
          String.format(
              Locale.ROOT,
              "the executors cannot read messages of the driver: every worker needs Spark %s",
              spark.version()),
          fault);
    }
    return new ServerException(
        "Spark cannot run a first job: " + text.lines().findFirst().orElse(""), fault);
  }
}

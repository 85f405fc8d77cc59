package io.userstream.tests.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import io.userstream.tests.stack.SparkSubmit;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Settings of Spark that many clusters have by default. */
@Category(OnSpark.class)
public class SparkSettingsIT {
  private static final Duration LIMIT = Duration.ofMinutes(4);

  /** Longer than an executor takes to start on a busy machine. */
  private static final Duration EXECUTOR_TIMEOUT = Duration.ofSeconds(40);

  private final Flow flow = Flow.on(SharedStack.get(), "settings");

  @Test
  public void dynamicAllocationStartsExecutorsForWorkAndEndsIdleOnes() {
    flow.setUp();
    try (JobProcess job =
        flow.start(
            flow.sparkSubmit()
                .withConf("spark.dynamicAllocation.enabled", "true")
                .withConf("spark.dynamicAllocation.shuffleTracking.enabled", "true")
                .withConf("spark.dynamicAllocation.executorIdleTimeout", "3s"),
            "store",
            "--executorTimeout=" + EXECUTOR_TIMEOUT.toSeconds() + "s")) {
      publish(0, 100);
      awaitRows(job, 100);
      Await.until(
          "the idle executor ends",
          LIMIT,
          () -> job.err().contains("Executor killed by driver") || !job.isRunning());

      long start = System.nanoTime();
      Await.until(
          "the job has had no executor for longer than the limit",
          LIMIT,
          () ->
              System.nanoTime() - start > EXECUTOR_TIMEOUT.plusSeconds(5).toNanos()
                  || !job.isRunning());
      assertThat(job.err(), job.isRunning(), is(true));

      publish(100, 200);
      awaitRows(job, 200);
    }
  }

  @Test
  public void jarsOfTheJobFirstIsRefused() {
    for (String who : new String[] {"driver", "executor"}) {
      assertRefused(
          flow.sparkSubmit().withConf("spark." + who + ".userClassPathFirst", "true"),
          2,
          "spark." + who + ".userClassPathFirst=true is not supported");
    }
  }

  @Test
  public void olderKafkaClientsInSparkAreNamed() {
    Path newer =
        Path.of(KafkaConsumer.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    String older = newer.resolveSibling("../3.4.1/kafka-clients-3.4.1.jar").normalize().toString();

    assertRefused(
        flow.sparkSubmit().withConf("spark.executor.extraClassPath", older),
        1,
        "on the executors, Spark loads kafka-clients 3.4.1 from file:" + older);
  }

  @Test
  public void eventLogWithoutItsFolderIsNamed() {
    assertRefused(
        flow.sparkSubmit()
            .withConf("spark.eventLog.enabled", "true")
            .withConf("spark.eventLog.dir", "file:/nowhere/spark-events"),
        1,
        "fix spark.eventLog.dir");
  }

  private void assertRefused(SparkSubmit submit, int exitCode, String message) {
    flow.setUp();
    try (JobProcess job = flow.start(submit, "store", "--until=drained")) {
      int ended = job.awaitEnd(LIMIT);
      assertThat(job.err(), containsString(message));
      assertThat(ended, is(exitCode));
    }
  }

  private void publish(int from, int to) {
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(from, to);
    }
  }

  private void awaitRows(JobProcess job, int rows) {
    Await.until(
        rows + " users are stored",
        LIMIT,
        () -> flow.contents().rowIds().size() == rows || !job.isRunning());
    assertThat(job.err(), job.isRunning(), is(true));
  }
}

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
import java.time.Duration;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks how a job reports a Spark cluster that is down or unusable, and how the job ends. */
@Category(OnSpark.class)
public class SparkProblemsIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Flow flow = Flow.on(SharedStack.get(), "problems");
  private final SparkSubmit submit = SparkSubmit.to(SharedStack.get().spark());

  @Test
  public void masterThatIsDownIsWaitedForAndNamed() {
    flow.setUp();
    try (JobProcess job =
        flow.start(
            submit.withConf("spark.master", "spark://127.0.0.1:1"),
            "store",
            "--connectTimeout=10s")) {
      assertThat(job.awaitEnd(LIMIT), is(1));
      assertThat(job.err(), containsString("waiting for the Spark master at spark://127.0.0.1:1"));
      assertThat(job.err(), containsString("did not respond within 10 s"));
    }
  }

  @Test
  public void clusterWithoutFreeResourcesIsWaitedForAndNamed() {
    flow.setUp();
    try (JobProcess job =
        flow.start(
            submit.withConf("spark.executor.memory", "900g"), "store", "--connectTimeout=10s")) {
      assertThat(job.awaitEnd(LIMIT), is(1));
      assertThat(job.err(), containsString("a worker has enough free cores and memory"));
    }
  }

  @Test
  public void executorsThatFailAtTheirStartEndTheJob() {
    flow.setUp();
    try (JobProcess job =
        flow.start(
            submit.withConf("spark.executor.extraJavaOptions", "-XX:MetaspaceSize=nonsense"),
            "store",
            "--connectTimeout=10s")) {
      assertThat(job.awaitEnd(LIMIT), is(1));
      assertThat(job.err(), containsString("that executors start there"));
    }
  }

  @Test
  public void executorsThatDoNotAnswerEndTheJob() {
    flow.setUp();
    try (JobProcess job =
        flow.start(submit.withConf("spark.task.cpus", "99"), "store", "--connectTimeout=15s")) {
      assertThat(job.awaitEnd(LIMIT), is(1));
      assertThat(job.err(), containsString("the executors did not finish a first job within 15 s"));
    }
  }

  @Test
  public void executorsThatKeepDyingEndTheJobAndKeepItsOffsets() {
    flow.setUp();
    try (Publisher publisher = new Publisher(flow);
        JobProcess job = flow.start(submit, "store", "--executorTimeout=10s")) {
      publisher.users(0, 2_000).flush();
      Await.until("records are committed", LIMIT, () -> flow.contents().rowIds().size() == 2_000);
      Await.until(
          "the job ends, because no executor lives long enough to run a task",
          LIMIT,
          () -> {
            SharedStack.get().spark().killExecutors();
            return !job.isRunning();
          });
      assertThat(job.awaitEnd(LIMIT), is(1));
      assertThat(job.err(), containsString("Spark has had no executor for this job for 10 s"));
      assertThat(job.err(), containsString("Start the job again"));
    }
    assertThat(flow.storeAll().exitCode(), is(0));
    assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 2_000)));
  }
}

package io.userstream.tests.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.OnSpark;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import java.util.List;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks that Spark does not speculate: both copies of a task would write their dead letters. */
@Category(OnSpark.class)
public class SpeculationIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Test
  public void tasksAreNotSpeculatedEvenIfSparkSubmitRequestsIt() {
    try (JobProcess job =
        LocalSpark.start(
            SharedStack.get(),
            "speculation",
            List.of("-Dspark.speculation=true", "-Dspark.scheduler.mode=FIFO"),
            PrintSparkSettings.class,
            List.of())) {
      assertThat(job.output(), job.awaitEnd(LIMIT), is(0));

      assertThat(job.out(), containsString("spark.speculation=false"));
      assertThat(job.out(), containsString("spark.scheduler.mode=FIFO"));
    }
  }
}

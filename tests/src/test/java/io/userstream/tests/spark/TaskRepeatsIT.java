package io.userstream.tests.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.userstream.io.deadletters.Origin;
import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks tasks that Spark itself retries, where Spark is configured to do so. */
@Category(OnSpark.class)
public class TaskRepeatsIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Flow flow = Flow.on(SharedStack.get(), "tasks");

  @Test
  public void retriedTasksWriteEachDeadLetterOnce() {
    flow.setUp("--partitions=1");
    try (Publisher publisher = new Publisher(flow);
        GroupOffsets committed = new GroupOffsets(flow);
        JobProcess job =
            flow.start(flow.sparkSubmit().withConf("spark.task.maxFailures", "4"), "store")) {
      publisher.user(Publisher.user(0)).flush();
      Await.until("records are committed", LIMIT, () -> committed.sum() == 1);
      // Each attempt of a task writes its dead letters and then fails at its users.
      flow.contents().execute("DROP TABLE " + flow.table());
      for (long number = 1; number <= 200; number++) {
        if (number % 10 == 3) {
          publisher.poison(number);
        } else {
          publisher.user(Publisher.user(number));
        }
      }
      publisher.flush();
      assertThat(job.awaitEnd(LIMIT), is(1));
    }
    flow.setUp("--partitions=1");

    assertThat(flow.storeAll().exitCode(), is(0));

    assertThat(
        flow.contents().deadLetters().stream()
            .map(letter -> Origin.inHeaders(letter.headers()).orElseThrow())
            .distinct()
            .count(),
        is(20L));
    assertThat(flow.contents().deadLetters().size(), is(20));
    assertThat(flow.contents().rowIds().size(), is(180));
  }
}

package io.userstream.tests.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.JobRunner;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks the native engine, the same graph on unbounded KafkaIO, where the runner supports it. */
public class NativeStoreIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Flow flow = Flow.on(SharedStack.get(), "native");

  @Test
  @Category(OnSpark.class)
  public void usersAndDeadLettersArriveUntilSigtermWhereTheRunnerSupportsIt() {
    flow.setUp();
    if (JobRunner.chosen() == JobRunner.SPARK) {
      JobResult refused = flow.run("store", "--engine=native");
      assertThat(refused.exitCode(), is(2));
      assertThat(refused.err(), containsString("docs/native-streaming.md"));
      return;
    }
    try (Publisher publisher = new Publisher(flow);
        JobProcess job = flow.start("store", "--engine=native")) {
      publisher.users(0, 200).poison(500).flush();
      Await.until(
          "all users have rows",
          LIMIT,
          () -> flow.contents().rowIds().equals(Publisher.ids(0, 200)));
      Await.until(
          "the broken record is a dead letter",
          LIMIT,
          () -> DeadLettersIT.origins(flow).size() == 1);
      job.terminate();
      job.awaitEnd(Duration.ofSeconds(30));
      assertThat(job.err(), containsString("latest state of a user is not guaranteed to win"));
    }
  }

  @Test
  public void untilIsRejectedForAnUnboundedRead() {
    JobResult result = flow.run("store", "--engine=native", "--until=drained");

    assertThat(result.exitCode(), is(2));
    assertThat(result.err(), containsString("--until"));
  }
}

package io.userstream.tests.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.flow.JobStatus;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.network.TcpProxy;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import org.junit.Test;

/** Stores while every request to Cassandra takes two seconds. */
public class SlowCassandraIT {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration SLOW = Duration.ofSeconds(2);
  private static final int USERS = 4_000;

  private final Flow flow = Flow.on(SharedStack.get(), "slow").setUp();

  @Test
  public void runsShrinkAndNoneFails() {
    JobStatus status = new JobStatus();
    try (TcpProxy proxy = new TcpProxy(SharedStack.get().cassandraPort());
        GroupOffsets offsets = new GroupOffsets(flow);
        JobProcess store =
            flow.start(
                "store",
                status.option(),
                "--maxRunRecords=1000",
                "--cassandraPort=" + proxy.port())) {
      publish(0, 1);
      Await.until("the first user is stored", LIMIT, () -> offsets.sum() == 1);
      Await.until("it is fast", LIMIT, () -> status.readiness().equals("200 ok"));

      proxy.delay(SLOW);
      publish(1, USERS);
      Await.until(
          "the store backs off",
          LIMIT,
          status::readiness,
          text -> text.startsWith("200 backing off to "));
      Await.until("runs shrink", LIMIT, () -> status.metric("userstream_runs_allowed") < 1);
      long before = offsets.sum();
      Await.until("smaller runs are committed", LIMIT, () -> offsets.sum() > before);

      proxy.delay(Duration.ZERO);
      Await.until("everything is committed", LIMIT, () -> offsets.sum() == USERS);
      assertThat(flow.contents().rowIds(), is(Publisher.ids(0, USERS)));
      assertThat(status.sum("userstream_runs_repeated_total"), is(0.0));
      assertThat(status.readiness(), not(startsWith("503")));
      assertThat(store.isRunning(), is(true));
    }
  }

  private void publish(long from, long to) {
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(from, to).flush();
    }
  }
}

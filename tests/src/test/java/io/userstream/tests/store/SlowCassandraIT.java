package io.userstream.tests.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
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
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** Stores while every request to Cassandra takes two seconds. */
public class SlowCassandraIT {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration SLOW = Duration.ofSeconds(2);

  private final Flow flow = Flow.on(SharedStack.get(), "slow").setUp();

  @Test
  public void runsShrinkAndNoneFails() {
    storesAll(1, 1, 4_000, "--maxRunRecords=1000");
  }

  /** Several runs of the maximum size are in flight when Cassandra becomes slow. */
  @Test
  public void runsOfABacklogShrinkAndNoneFails() {
    storesAll(400_000, 100_000, 400_000);
  }

  /**
   * Stores users.
   *
   * @param early how many are published before the store starts
   * @param fast how many are stored before it becomes slow
   */
  private void storesAll(int early, int fast, int users, String... more) {
    JobStatus status = new JobStatus();
    publish(0, early);
    try (TcpProxy proxy = new TcpProxy(SharedStack.get().cassandraPort());
        GroupOffsets offsets = new GroupOffsets(flow);
        JobProcess store = flow.start("store", options(status, proxy, more))) {
      Await.until("it is fast", LIMIT, () -> status.readiness().equals("200 ok"));
      Await.until("some are stored", LIMIT, () -> offsets.sum() >= fast);
      proxy.delay(SLOW);
      assertThat("a backlog is left", offsets.sum(), is(lessThan((long) users)));
      publish(early, users);
      Await.until(
          "the store backs off",
          LIMIT,
          status::readiness,
          text -> text.startsWith("200 backing off to "));
      Await.until("runs shrink", LIMIT, () -> status.metric("userstream_runs_allowed") < 1);
      long before = offsets.sum();
      Await.until("runs are committed", LIMIT, () -> offsets.sum() > before);

      proxy.delay(Duration.ZERO);
      Await.until("everything is committed", LIMIT, () -> offsets.sum() == users);
      assertThat(flow.contents().rowIds(), is(Publisher.ids(0, users)));
      assertThat(status.sum("userstream_runs_repeated_total"), is(0.0));
      assertThat(status.readiness(), not(startsWith("503")));
      assertThat(store.isRunning(), is(true));
    }
  }

  private static String[] options(JobStatus status, TcpProxy proxy, String... more) {
    List<String> options = new ArrayList<>(List.of(more));
    options.add(status.option());
    options.add("--cassandraPort=" + proxy.port());
    return options.toArray(String[]::new);
  }

  private void publish(long from, long to) {
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(from, to).flush();
    }
  }
}

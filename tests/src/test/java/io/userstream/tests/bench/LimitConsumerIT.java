package io.userstream.tests.bench;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.arguments.Arguments;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import java.util.Map;
import org.junit.Test;

/** Checks that the programs compared with store in benchmarks do the same work as store. */
public class LimitConsumerIT {
  private static final int USERS = 5_000;

  @Test
  public void limitWritesTheSameRowsAsStore() throws Exception {
    Flow flow = Flow.on(SharedStack.get(), "limit").setUp();
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, USERS).users(0, 100).erase(Publisher.id(7));
    }
    assertThat(flow.storeAll().exitCode(), is(0));
    Map<String, Object> writeTimes = flow.contents().column("writetime(email)");
    Map<String, Object> latitudes = flow.contents().column("latitude");
    flow.contents().execute("TRUNCATE " + flow.table());

    LimitOptions options = options(flow, "--until=drained");
    assertThat(LimitConsumer.run(options), is(USERS + 101L));
    assertThat(flow.contents().rowIds().size(), is(USERS - 1));
    assertThat(flow.contents().column("writetime(email)"), is(writeTimes));
    assertThat(flow.contents().column("latitude"), is(latitudes));
    assertThat("all records are committed", LimitConsumer.run(options), is(0L));
  }

  @Test
  public void probeFindsItsSamples() throws Exception {
    Flow flow = Flow.on(SharedStack.get(), "probe").setUp();
    Thread limit =
        new Thread(
            () -> {
              try {
                LimitConsumer.run(options(flow, "--threads=1"));
              } catch (Exception e) {
                // Ends the probe by the interrupt below. Any other end leaves samples unfound.
              }
            });
    limit.start();
    try {
      Latencies latencies =
          new LatencyProbe(flow, 200).run(0, Duration.ofSeconds(1), Duration.ofSeconds(2));
      assertThat(latencies.sortedMillis().size(), is(20));
    } finally {
      limit.interrupt();
      limit.join();
    }
  }

  private static LimitOptions options(Flow flow, String more) {
    return LimitOptions.read(
        Arguments.of(
            "--bootstrapServers=" + flow.stack().bootstrapServers(),
            "--topic=" + flow.topic(),
            "--group=" + flow.group() + "-limit",
            "--cassandraHost=" + flow.stack().cassandraHost(),
            "--cassandraPort=" + flow.stack().cassandraPort(),
            "--keyspace=" + flow.keyspace(),
            more));
  }
}

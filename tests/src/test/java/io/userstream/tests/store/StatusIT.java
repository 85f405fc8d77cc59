package io.userstream.tests.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.JobStatus;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.SharedStack;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.hamcrest.Matcher;
import org.junit.After;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks the status page, readiness and metrics of a store whose servers fail and recover. */
public class StatusIT {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final int USERS = 20_000;
  private static final int POISON = 500;
  private static final int ERASED = 70;

  private final LocalStack stack = SharedStack.get();
  private final Flow flow = Flow.on(stack, "status");
  private final JobStatus status = new JobStatus();
  private final GroupOffsets offsets = new GroupOffsets(flow);

  @After
  public void closeOffsets() {
    offsets.close();
  }

  @Test
  @Category(OnSpark.class)
  public void countsAreExactAlthoughRunsFailedDuringACassandraOutage() {
    flow.setUp();
    long all = USERS + POISON + ERASED;
    try (JobProcess driver = flow.start("store", status.option())) {
      awaitReadiness(is("200 ok"));
      publish();
      Await.until("records are committed", LIMIT, () -> offsets.sum() > 1_000);
      stack.cassandra().kill();
      try {
        awaitReadiness(allOf(startsWith("503 "), containsString("Cassandra")));
        assertThat(status.metric("userstream_ready"), is(0.0));
        Await.until(
            "the age of the oldest record grows",
            LIMIT,
            () -> status.metric("userstream_freshness_seconds") > 5);
        assertThat(status.sum("userstream_lag_records"), is(greaterThan(0.0)));
      } finally {
        stack.cassandra().start();
      }
      Await.until("all records are committed", LIMIT, () -> offsets.sum() == all);
      awaitReadiness(is("200 ok"));

      // The counts of the last run may arrive shortly after its commit.
      Await.until("all records are counted", LIMIT, () -> count("read") >= all);
      assertThat(count("read"), is((double) all));
      assertThat(count("stored"), is((double) USERS));
      assertThat(count("erased"), is((double) ERASED));
      assertThat(count("dead"), is((double) POISON));
      assertThat(
          status.metric("userstream_records_dead_total{reason=\"malformed\"}"),
          is((double) POISON));
      assertThat(status.metric("userstream_runs_repeated_total"), is(greaterThan(0.0)));
      assertThat(status.sum("userstream_lag_records"), is(0.0));
      assertThat(status.metric("userstream_freshness_seconds"), is(0.0));
      assertThat(driver.isRunning(), is(true));
    }
  }

  @Test
  public void idleStoreIsNotReadyWhileCassandraIsDown() {
    flow.setUp();
    try (JobProcess driver = flow.start("store", status.option())) {
      awaitReadiness(is("200 ok"));
      stack.cassandra().kill();
      try {
        awaitReadiness(allOf(startsWith("503 "), containsString("Cassandra")));
      } finally {
        stack.cassandra().start();
      }
      awaitReadiness(is("200 ok"));
      assertThat(driver.isRunning(), is(true));
    }
  }

  @Test
  public void storeIsNotReadyWhileKafkaIsDown() {
    flow.setUp();
    try (JobProcess driver = flow.start("store", status.option())) {
      awaitReadiness(is("200 ok"));
      stack.kafka().node(1).kill();
      try {
        awaitReadiness(startsWith("503 waiting for Kafka"));
      } finally {
        stack.kafka().node(1).start();
      }
      awaitReadiness(is("200 ok"));
      assertThat(driver.isRunning(), is(true));
    }
  }

  @Test
  public void statusIsServedBeforeTheServersAreUp() {
    try (JobProcess driver =
        flow.start("store", status.option(), "--bootstrapServers=127.0.0.1:1")) {
      awaitReadiness(is("503 waiting for Kafka at 127.0.0.1:1"));
      assertThat(driver.isRunning(), is(true));
    }
  }

  @Test
  public void usedPortIsReportedInOneLineAndNothingStarts() throws Exception {
    try (ServerSocket taken =
        new ServerSocket(URI.create(status.url()).getPort(), 1, InetAddress.getLoopbackAddress())) {
      JobResult result = flow.storeAll(status.option());

      assertThat(result.exitCode(), is(1));
      assertThat(
          result.err(),
          containsString("userstream store: --statusAddress=127.0.0.1:" + taken.getLocalPort()));
    }
  }

  private void publish() {
    try (Publisher publisher = new Publisher(flow)) {
      int dead = 0;
      for (long number = 0; number < USERS; number++) {
        publisher.user(Publisher.user(number));
        if (number % (USERS / POISON) == 0 && dead++ < POISON) {
          publisher.poison(USERS + number);
        }
      }
      for (long number = 0; number < ERASED; number++) {
        publisher.erase(Publisher.id(number));
      }
      publisher.flush();
    }
  }

  private double count(String what) {
    return status.sum("userstream_records_" + what + "_total");
  }

  private void awaitReadiness(Matcher<String> wanted) {
    String unused =
        Await.until("readiness is " + wanted, LIMIT, status::readiness, wanted::matches);
  }
}

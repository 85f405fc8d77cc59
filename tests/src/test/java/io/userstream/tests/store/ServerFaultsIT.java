package io.userstream.tests.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import org.junit.After;
import org.junit.Test;

/** Kills and restarts servers while users flow through {@code store}. */
public class ServerFaultsIT {
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private final Flow flow = Flow.on(SharedStack.get(), "server");
  private final GroupOffsets offsets = new GroupOffsets(flow);

  @After
  public void closeOffsets() {
    offsets.close();
  }

  /** Without {@code ReadSessions}, a reader in this JVM waits for the driver's next attempt. */
  @Test
  public void killedCassandraIsWaitedFor() {
    flow.setUp();
    flow.prepare("reconcile");
    try (Publisher publisher = new Publisher(flow);
        JobProcess driver = flow.start("store", "--maxRunRecords=500")) {
      publisher.users(0, 5_000).flush();
      Await.until("records are committed", LIMIT, () -> committed() > 500);
      long killedNanos = System.nanoTime();
      SharedStack.get().cassandra().kill();
      try {
        publisher.users(5_000, 8_000).flush();
        Await.until(
            "Cassandra has been down for 30 s, and the driver has retried",
            LIMIT,
            () ->
                System.nanoTime() - killedNanos > Duration.ofSeconds(30).toNanos()
                    && driver.output().contains("retrying its ranges"));
      } finally {
        SharedStack.get().cassandra().start();
      }
      flow.prepare("reconcile");
      Await.until("all records are committed", LIMIT, () -> committed() == 8_000);
      assertThat(driver.isRunning(), is(true));
    }
    assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 8_000)));
  }

  @Test
  public void killedKafkaIsWaitedFor() {
    flow.setUp();
    try (Publisher publisher = new Publisher(flow);
        JobProcess driver = flow.start("store", "--maxRunRecords=500")) {
      publisher.users(0, 5_000).flush();
      Await.until("records are committed", LIMIT, () -> committed() > 500);
      SharedStack.get().kafka().node(1).kill();
      try {
        Await.until(
            "the driver reports that it waits for Kafka",
            LIMIT,
            () -> driver.output().contains("waiting for Kafka"));
      } finally {
        SharedStack.get().kafka().node(1).start();
      }
      publisher.users(5_000, 8_000).flush();
      Await.until("all records are committed", LIMIT, () -> committed() == 8_000);
      assertThat(driver.output(), containsString("Kafka is reachable again"));
    }
    assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 8_000)));
  }

  @Test
  public void droppedTableStopsTheJobAndIsNamed() {
    flow.setUp();
    try (Publisher publisher = new Publisher(flow);
        JobProcess driver = flow.start("store", "--maxRunRecords=200")) {
      publisher.users(0, 500).flush();
      Await.until("all records are committed", LIMIT, () -> committed() == 500);
      flow.contents().execute("DROP TABLE " + flow.table());
      publisher.users(500, 1_000).flush();

      assertThat(driver.awaitEnd(LIMIT), is(1));
      assertThat(driver.output(), containsString(flow.table()));
    }
    assertThat(committed(), is(500L));
  }

  private long committed() {
    return offsets.sum();
  }
}

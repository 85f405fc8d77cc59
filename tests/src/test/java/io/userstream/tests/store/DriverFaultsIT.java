package io.userstream.tests.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.userstream.tests.Core;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.JobRunner;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.junit.After;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/**
 * Kills, stops and pauses drivers of {@code store}, and checks that no user is lost or duplicated.
 */
public class DriverFaultsIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Short, to make the group notice a killed driver quickly. */
  private static final String SESSION = "--sessionTimeout=2s";

  /**
   * Few on Spark, where each kill costs the start of a driver and an executor. The fault matrix has
   * more.
   */
  private static final int KILLS = JobRunner.chosen() == JobRunner.SPARK ? 4 : 10;

  private final Flow flow = Flow.on(SharedStack.get(), "driver");
  private final GroupOffsets offsets = new GroupOffsets(flow);

  @After
  public void closeOffsets() {
    offsets.close();
  }

  @Test
  public void driverKilledAtRandomMomentsLosesAndDuplicatesNothing() {
    long seed = System.nanoTime();
    System.err.println("kill moments from seed " + seed);
    Random random = new Random(seed);
    flow.setUp();
    long published = 0;
    SortedSet<String> poisoned = new TreeSet<>();
    try (Publisher publisher = new Publisher(flow)) {
      for (int kill = 0; kill < KILLS; kill++) {
        long until = published + 2_000;
        for (; published < until; published++) {
          if (published % 10 == 7) {
            publisher.poison(published);
            poisoned.add(Publisher.id(published));
          } else {
            publisher.user(Publisher.user(published));
          }
        }
        publisher.flush();
        try (JobProcess driver = flow.start("store", SESSION, "--maxRunRecords=300")) {
          long before = committed();
          // From before the first record is written until after the last offset is committed.
          long awaited = before + random.nextInt(2_000);
          Await.until("the group commits " + awaited, LIMIT, () -> committed() >= awaited);
          pauseWithoutWaiting(random.nextInt(300));
          driver.kill();
        }
      }
    }

    assertThat(flow.storeAll(SESSION).exitCode(), is(0));

    SortedSet<String> expected = Publisher.ids(0, published);
    expected.removeAll(poisoned);
    assertThat(flow.contents().rowIds(), is(expected));
    Map<String, Integer> deadLetters = DeadLettersIT.origins(flow);
    assertThat(deadLetters.size(), is(poisoned.size()));
    assertThat(deadLetters.values(), everyItem(is(1)));
  }

  @Test
  @Category(Core.class)
  public void committedOffsetsAreNeverAheadOfTheRows() {
    flow.setUp();
    try (Publisher publisher = new Publisher(flow);
        JobProcess driver = flow.start("store", SESSION, "--maxRunRecords=200")) {
      publisher.users(0, 6_000).flush();
      Await.until("records are committed", LIMIT, () -> committed() > 1_000);
      driver.kill();
    }

    Map<TopicPartition, Long> committed = offsets.committed();
    SortedSet<String> safe = new TreeSet<>();
    flow.contents()
        .records()
        .forEach(
            read -> {
              if (read.offset()
                  < committed.getOrDefault(
                      new TopicPartition(read.topic(), read.partition()), 0L)) {
                safe.add(new String(read.key(), java.nio.charset.StandardCharsets.UTF_8));
              }
            });
    safe.removeAll(flow.contents().rowIds());
    assertThat(safe, is(empty()));
  }

  @Test
  @Category(Core.class)
  public void sigtermEndsTheDriverWithin30SecondsAndCommitsFinishedRuns() {
    flow.setUp();
    try (Publisher publisher = new Publisher(flow);
        JobProcess driver = flow.start("store", SESSION, "--maxRunRecords=500")) {
      publisher.users(0, 10_000).flush();
      Await.until("records are committed", LIMIT, () -> committed() > 500);
      driver.terminate();
      driver.awaitEnd(Duration.ofSeconds(30));
      assertThat(driver.output(), containsString("stored: records="));
    }

    long committed = committed();
    assertThat(flow.storeAll(SESSION).exitCode(), is(0));
    assertThat(committed, is(allOf(greaterThan(500L), lessThan(10_001L))));
    assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 10_000)));
  }

  @Test
  public void twoDriversShareThePartitionsAndTheSurvivorTakesOver() {
    flow.setUp();
    try (Publisher publisher = new Publisher(flow);
        JobProcess first = flow.start("store", SESSION, "--maxRunRecords=300")) {
      Await.until("the first driver owns all partitions", LIMIT, () -> ours(first) == 6);
      try (JobProcess second = flow.start("store", SESSION, "--maxRunRecords=300")) {
        Await.until("the second driver owns its share", LIMIT, () -> ours(second) == 3);
        publisher.users(0, 5_000).flush();
        Await.until("records are committed", LIMIT, () -> committed() > 500);
        first.kill();
        publisher.users(5_000, 8_000).flush();
        Await.until("the second driver commits everything", LIMIT, () -> committed() == 8_000);
        assertThat(ours(second), is(greaterThanOrEqualTo(6L)));
      }
    }
    assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 8_000)));
  }

  @Test
  public void fencedDriverCannotCommit() {
    flow.setUp();
    try (Publisher publisher = new Publisher(flow);
        JobProcess sleeper = flow.start("store", SESSION, "--maxRunRecords=200")) {
      publisher.users(0, 4_000).flush();
      Await.until("records are committed", LIMIT, () -> committed() > 200);
      // Like a long pause of the JVM or the machine: the group reassigns the partitions.
      sleeper.signal("STOP");
      assertThat(flow.storeAll(SESSION).exitCode(), is(0));
      publisher.users(4_000, 4_500).flush();
      assertThat(flow.storeAll(SESSION).exitCode(), is(0));
      assertThat(committed(), is(4_500L));
      long awake = System.nanoTime();
      sleeper.signal("CONT");
      Await.until(
          "the paused driver owns its partitions again",
          LIMIT,
          () -> {
            // Positions from before the pause must not become the group's offsets.
            assertThat(committed(), is(4_500L));
            return ours(sleeper) >= 12 && System.nanoTime() > awake;
          });
    }
    assertThat(committed(), is(4_500L));
    assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 4_500)));
  }

  private long committed() {
    return offsets.sum();
  }

  /** Counts the partitions that a driver has been assigned since its start. */
  private static long ours(JobProcess driver) {
    return driver
        .output()
        .lines()
        .filter(line -> line.contains(" assigned, starting at offset "))
        .count();
  }

  /** Busy-waits, because the moment of the kill must not depend on a condition. */
  private static void pauseWithoutWaiting(int milliseconds) {
    long until = System.nanoTime() + Duration.ofMillis(milliseconds).toNanos();
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }
}

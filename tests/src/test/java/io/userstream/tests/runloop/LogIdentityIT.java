package io.userstream.tests.runloop;

import static io.userstream.tests.runloop.DrivenLoops.LIMIT;
import static io.userstream.tests.runloop.DrivenLoops.awaited;
import static io.userstream.tests.runloop.DrivenLoops.faultOf;
import static io.userstream.tests.runloop.DrivenLoops.loop;
import static io.userstream.tests.runloop.DrivenLoops.running;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.userstream.runloop.Run;
import io.userstream.runloop.RunLoop;
import io.userstream.runloop.RunLoopException;
import io.userstream.runloop.RunLoopListener;
import io.userstream.runloop.RunLoopStatus;
import io.userstream.runloop.RunLoopSummary;
import io.userstream.runloop.ranges.PartitionRange;
import io.userstream.tests.Core;
import io.userstream.tests.stack.Await;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks on a real Kafka that offsets of one log are never used for another. */
public class LogIdentityIT {
  private final DrivenLoops loops = new DrivenLoops();

  @Before
  public void createTopic() throws Exception {
    loops.createTopic();
  }

  @After
  public void close() {
    loops.close();
  }

  @Test
  @Category(Core.class)
  public void topicRecreatedUnderAPausedLoopIsAnErrorUntilOffsetsAreReset() throws Exception {
    loops.publish(10);
    AtomicReference<CountDownLatch> suspended = new AtomicReference<>(new CountDownLatch(0));
    CompletableFuture<RunLoopSummary> running =
        running(loop(loops.config().setListener(suspendedBy(suspended)), run -> null));
    Await.until("all records are committed", LIMIT, () -> committedSum() == 10);
    String oldId = loops.topicId().toString();

    suspended.set(new CountDownLatch(1));
    loops.deleteTopic();
    loops.createTopic();
    loops.publish(1_000);
    suspended.get().countDown();

    String fault = faultOf(running);
    assertThat(fault, containsString("the topic was recreated"));
    assertThat(fault, containsString(oldId));
    assertThat(fault, containsString(loops.topicId().toString()));
    assertThat(faultOf(drained()), containsString("the topic was recreated"));
    loops.publish(1_000);
    assertThat(faultOf(drained()), containsString("the topic was recreated"));

    loops.resetToEarliest();
    assertThat(stored(), is(2_000L));
  }

  @Test
  public void offsetIsNeverCommittedToAnotherTopic() throws Exception {
    for (int attempt = 0; attempt < 6; attempt++) {
      loops.publish(10);
      CountDownLatch release = new CountDownLatch(1);
      CountDownLatch inFlight = new CountDownLatch(1);
      RunLoop loop =
          loop(
              loops.config(),
              run -> {
                inFlight.countDown();
                return awaited(release, LIMIT);
              });
      CompletableFuture<RunLoopSummary> running = running(loop);
      awaited(inFlight, LIMIT);

      var unused = loops.admin().deleteTopics(List.of(loops.flow().topic()));
      release.countDown();
      Await.until(
          "the topic is deleted",
          LIMIT,
          () -> !loops.admin().listTopics().names().get().contains(loops.flow().topic()));
      loops.createTopic();
      String newId = loops.topicId().toString();
      assertThat(faultOf(running), containsString("the topic was recreated"));
      loops.publish(300);

      loops
          .committed()
          .forEach(
              (partition, offset) -> {
                assertThat(offset.offset(), is(0L));
                assertThat(
                    offset.metadata(), startsWith("userstream/1 topic-id=" + newId + " refused="));
              });
      loops.resetToEarliest();
      assertThat(stored(), is(300L));
      loops.deleteTopic();
      loops.createTopic();
    }
  }

  @Test
  public void committedOffsetOfAnotherTopicIsRejected() throws Exception {
    loops.publish(10);
    drained().run();
    Map<TopicPartition, OffsetAndMetadata> old = loops.committed();
    loops.deleteTopic();
    loops.createTopic();
    loops.publish(300);

    // Simulates a commit that arrived between the deletion and the recreation of the topic.
    loops.reset(old);

    assertThat(faultOf(drained()), containsString("the topic was recreated"));
  }

  @Test
  public void offsetBeyondTheEndStaysAnErrorWhenTheLogGrowsPastIt() throws Exception {
    loops.publish(100);
    loops.reset(Map.of(loops.partition(0), new OffsetAndMetadata(80)));

    assertThat(faultOf(drained()), containsString("is beyond the end of the log"));
    loops.publish(100);
    assertThat(faultOf(drained()), containsString("is beyond the end of the log"));

    loops.resetToEarliest();
    assertThat(stored(), is(200L));
  }

  @Test
  @Category(Core.class)
  public void offsetThatTheLogLostIsRejectedAlthoughTheLogGrewPastIt() throws Exception {
    loops.publish(100);
    drained().run();
    OffsetAndMetadata stored = loops.committed().get(loops.partition(0));
    loops.flow().stack().kafka().node(1).stop();
    loops.flow().stack().kafka().node(1).start();
    loops.publish(100);
    drained().run();

    // The log lost 30 stored records of the first epoch; other records now hold their offsets.
    loops.reset(
        Map.of(
            loops.partition(0),
            new OffsetAndMetadata(80, stored.leaderEpoch(), stored.metadata())));

    assertThat(faultOf(drained()), containsString("the log was truncated"));
    loops.publish(100);
    assertThat(faultOf(drained()), containsString("the log was truncated"));
    loops.resetToEarliest();
    assertThat(stored(), is(300L));
  }

  @Test
  public void recordsThatExpiredBeforeTheyWereStoredStayAnError() throws Exception {
    drained().run();
    loops.publish(10);
    loops
        .admin()
        .deleteRecords(Map.of(loops.partition(0), RecordsToDelete.beforeOffset(2)))
        .all()
        .get();

    assertThat(faultOf(drained()), containsString("expired before they were stored"));
    assertThat(faultOf(drained()), containsString("expired before they were stored"));

    loops.reset(Map.of(loops.partition(0), new OffsetAndMetadata(2)));
    assertThat(stored(), is(8L));
  }

  @Test
  public void recordsThatExpireDuringARunStayAnError() throws Exception {
    loops.publish(10);
    RunLoop loop =
        loop(
            loops.config(),
            run -> {
              try {
                loops
                    .admin()
                    .deleteRecords(Map.of(loops.partition(0), RecordsToDelete.beforeOffset(2)))
                    .all()
                    .get();
              } catch (Exception e) {
                return e;
              }
              return new OffsetOutOfRangeException(Map.of(loops.partition(0), 0L));
            });

    assertThat(faultOf(loop), containsString("expired before they were stored"));
    assertThat(faultOf(drained()), containsString("expired before they were stored"));
  }

  @Test
  public void offsetsOfAnEarlierReleaseGetTheIdentityOfTheirLogAtOnce() throws Exception {
    loops.publish(100);
    loops.reset(
        Map.of(
            loops.partition(0), new OffsetAndMetadata(50),
            loops.partition(1), new OffsetAndMetadata(50, Optional.empty(), "of another tool")));

    drained().run();

    loops
        .committed()
        .forEach(
            (partition, offset) -> {
              assertThat(offset.offset(), is(50L));
              try {
                assertThat(offset.metadata(), is("userstream/1 topic-id=" + loops.topicId()));
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
  }

  @Test
  public void bothDriversOfARecreatedTopicStop() throws Exception {
    loops.publish(10);
    AtomicReference<CountDownLatch> suspended = new AtomicReference<>(new CountDownLatch(0));
    CompletableFuture<RunLoopSummary> first =
        running(loop(loops.config().setListener(suspendedBy(suspended)), run -> null));
    CompletableFuture<RunLoopSummary> second =
        running(loop(loops.config().setListener(suspendedBy(suspended)), run -> null));
    Await.until(
        "both are members",
        LIMIT,
        () ->
            loops
                    .admin()
                    .describeConsumerGroups(List.of(loops.flow().group()))
                    .all()
                    .get()
                    .get(loops.flow().group())
                    .members()
                    .stream()
                    .filter(member -> !member.assignment().topicPartitions().isEmpty())
                    .count()
                == 2);
    Await.until("all records are committed", LIMIT, () -> committedSum() == 10);

    suspended.set(new CountDownLatch(1));
    loops.deleteTopic();
    loops.createTopic();
    loops.publish(100);
    suspended.get().countDown();

    assertThat(faultOf(first), containsString("the topic was recreated"));
    assertThat(faultOf(second), containsString("the topic was recreated"));
    loops.resetToEarliest();
    assertThat(stored(), is(100L));
  }

  private RunLoop drained() {
    return loop(loops.config().setUntilDrained(true), run -> null);
  }

  /** Returns the number of offsets that a loop stores until the topic is drained. */
  private long stored() throws RunLoopException {
    Set<String> offsets = new TreeSet<>();
    loop(
            loops.config().setUntilDrained(true),
            run -> {
              synchronized (offsets) {
                add(run, offsets);
              }
              return null;
            })
        .run();
    return offsets.size();
  }

  private static void add(Run run, Set<String> offsets) {
    for (PartitionRange range : run.ranges()) {
      for (long offset = range.start(); offset < range.stop(); offset++) {
        offsets.add(range.partition() + "@" + offset);
      }
    }
  }

  private long committedSum() throws Exception {
    return loops.committed().values().stream().mapToLong(OffsetAndMetadata::offset).sum();
  }

  /** Blocks the loop's thread, like a paused process. */
  private static RunLoopListener suspendedBy(AtomicReference<CountDownLatch> latch) {
    return new RunLoopListener() {
      @Override
      public void onStatus(RunLoopStatus status) {
        awaited(latch.get(), LIMIT);
      }
    };
  }
}

package io.userstream.tests.runloop;

import static io.userstream.tests.runloop.DrivenLoops.LIMIT;
import static io.userstream.tests.runloop.DrivenLoops.awaited;
import static io.userstream.tests.runloop.DrivenLoops.faultOf;
import static io.userstream.tests.runloop.DrivenLoops.running;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.userstream.runloop.Run;
import io.userstream.runloop.RunLoop;
import io.userstream.runloop.RunLoopConfig;
import io.userstream.runloop.RunLoopListener;
import io.userstream.runloop.RunLoopStatus;
import io.userstream.runloop.RunLoopSummary;
import io.userstream.runloop.ranges.PartitionRange;
import io.userstream.tests.Core;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.stack.Await;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks the loop as a group member on a real Kafka, with runs that the test controls. */
public class LoopFaultsIT {
  private final DrivenLoops loops = new DrivenLoops();
  private final AtomicBoolean isInFlight = new AtomicBoolean();
  private final GroupOffsets offsets = new GroupOffsets(loops.flow());

  @Before
  public void createTopic() throws Exception {
    loops.createTopic();
  }

  @After
  public void close() {
    offsets.close();
    loops.close();
  }

  @Test
  public void hangingRunEndsTheLoopAlthoughOthersFinish() {
    CountDownLatch never = new CountDownLatch(1);
    loops.publish(1);
    RunLoop loop =
        loop(
            loops.config().setHangTimeout(Duration.ofSeconds(2)),
            run -> {
              loops.publish(1);
              return run.number() == 1 ? awaited(never, LIMIT) : null;
            });

    assertThat(faultOf(loop), containsString("seems to hang"));
  }

  @Test
  public void fatalFaultThatOnlyTheSinkProbeSeesEndsTheLoop() {
    loops.publish(1);
    RunLoop loop =
        loop(
            loops
                .config()
                .setSinkProbe(
                    () -> {
                      throw new IllegalArgumentException("the table is gone");
                    })
                .setFatalFault(IllegalArgumentException.class::isInstance),
            run -> new IllegalStateException("no answer"));

    assertThat(faultOf(loop), is("the table is gone"));
  }

  @Test
  public void memberWithoutPartitionsIsDrainedOnlyWhenTheOthersAre() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    loops.publish(10);
    RunLoop first = loop(loops.config(), run -> awaited(release, LIMIT));
    CompletableFuture<RunLoopSummary> firstRunning = running(first);
    Await.until("the first member owns the partitions", LIMIT, isInFlight::get);
    // The first member keeps all partitions while it has runs over them.
    AtomicInteger polls = new AtomicInteger();
    CompletableFuture<RunLoopSummary> other = drainInParallel(polls);

    Await.until(
        "the second member has joined without partitions, or has ended",
        LIMIT,
        () -> polls.get() > 20 || other.isDone());
    assertThat(other.isDone(), is(false));

    release.countDown();
    other.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(offsets.sum(), is(10L));
    first.stop();
    firstRunning.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  @Category(Core.class)
  public void partitionMovesOnlyAfterTheRunsOverItHaveEnded() throws Exception {
    CountDownLatch otherBegan = new CountDownLatch(1);
    AtomicBoolean overlapped = new AtomicBoolean();
    loops.publish(10);
    // Keeps the run in flight until a run of the other driver overlaps with it.
    RunLoop slow =
        loop(
            loops.config(),
            run -> {
              Exception timedOut = awaited(otherBegan, Duration.ofSeconds(8));
              overlapped.compareAndSet(false, timedOut == null);
              return null;
            });
    CompletableFuture<RunLoopSummary> slowRunning = running(slow);
    Await.until("the first driver owns the partitions", LIMIT, isInFlight::get);
    RunLoop other =
        loop(
            loops.config(),
            run -> {
              if (run.ranges().stream().mapToLong(PartitionRange::start).anyMatch(at -> at == 0)) {
                otherBegan.countDown();
              }
              return null;
            });
    CompletableFuture<RunLoopSummary> otherRunning = running(other);

    Await.until("all records are committed", LIMIT, () -> offsets.sum() == 10);

    assertThat(overlapped.get(), is(false));
    slow.stop();
    other.stop();
    slowRunning.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    otherRunning.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private RunLoop loop(RunLoopConfig.Builder config, Function<Run, Exception> runs) {
    return DrivenLoops.loop(
        config,
        run -> {
          isInFlight.set(true);
          return runs.apply(run);
        });
  }

  private CompletableFuture<RunLoopSummary> drainInParallel(AtomicInteger polls) {
    return running(
        loop(
            loops
                .config()
                .setUntilDrained(true)
                .setListener(
                    new RunLoopListener() {
                      @Override
                      public void onStatus(RunLoopStatus status) {
                        if (status.obstacle().isEmpty() && status.partitions().isEmpty()) {
                          polls.incrementAndGet();
                        }
                      }
                    }),
            run -> null));
  }
}

package io.userstream.tests.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import io.userstream.io.kafka.PartitionRange;
import io.userstream.pipelines.runloop.Run;
import io.userstream.pipelines.runloop.RunEngine;
import io.userstream.pipelines.runloop.RunLoop;
import io.userstream.pipelines.runloop.RunLoopConfig;
import io.userstream.pipelines.runloop.RunLoopException;
import io.userstream.pipelines.runloop.RunLoopListener;
import io.userstream.pipelines.runloop.RunLoopStatus;
import io.userstream.pipelines.runloop.RunLoopSummary;
import io.userstream.tests.flow.EmptyTopics;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** The loop as a member of a group on a real Kafka, with runs that do what a test wants. */
public class LoopFaultsIT {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int PARTITIONS = 2;

  private final Flow flow = Flow.on(SharedStack.get(), "loop");
  private final AtomicBoolean isInFlight = new AtomicBoolean();
  private final GroupOffsets offsets = new GroupOffsets(flow);
  private final KafkaProducer<byte[], byte[]> producer =
      new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer());

  @Before
  public void createTopic() throws Exception {
    EmptyTopics.create(flow.stack(), new NewTopic(flow.topic(), PARTITIONS, (short) 1));
  }

  @After
  public void close() {
    producer.close();
    offsets.close();
  }

  @Test
  public void aRunThatHangsEndsTheLoopThoughOthersEnd() {
    CountDownLatch never = new CountDownLatch(1);
    publish(1);
    RunLoop loop =
        loop(
            config().setHangTimeout(Duration.ofSeconds(2)),
            run -> {
              publish(1);
              return run.number() == 1 ? awaited(never, LIMIT) : null;
            });

    assertThat(faultOf(loop), containsString("something hangs"));
  }

  @Test
  public void aLastingFaultThatOnlyTheProbeOfTheSinkMeetsEndsTheLoop() {
    publish(1);
    RunLoop loop =
        loop(
            config()
                .setSinkProbe(
                    () -> {
                      throw new IllegalArgumentException("the table is gone");
                    })
                .setLastingFault(IllegalArgumentException.class::isInstance),
            run -> new IllegalStateException("no answer"));

    assertThat(faultOf(loop), is("the table is gone"));
  }

  @Test
  public void aTopicThatIsMadeAnewUnderTheLoopIsNotSkipped() throws Exception {
    publish(10);
    RunLoop loop = loop(config(), run -> null);
    CompletableFuture<RunLoopSummary> running = running(loop);
    Await.until("all is committed", LIMIT, () -> offsets.sum() == 10);

    try (Admin admin = Admin.create(client())) {
      admin.deleteTopics(List.of(flow.topic())).all().get();
      Await.until(
          "the topic is gone",
          LIMIT,
          () -> !admin.listTopics().names().get().contains(flow.topic()));
    }
    createTopic();
    publish(4);

    // Whether it sees the topic go, and begins anew, or only another log in its place.
    Await.until(
        "the new records are done, or the loop has ended",
        LIMIT,
        () -> running.isDone() || offsets.sum() == 4);
    loop.stop();
    if (running.isCompletedExceptionally()) {
      Exception ended = assertThrows(Exception.class, running::get);
      assertThat(ended.toString(), containsString("the topic was made anew"));
    }
  }

  @Test
  public void recordsThatWereDeletedBeforeAnyWasStoredAreNoticed() throws Exception {
    loop(config().setUntilDrained(true), run -> null).run();
    publish(10);
    try (Admin admin = Admin.create(client())) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(flow.topic(), 0), RecordsToDelete.beforeOffset(2)))
          .all()
          .get();
    }

    assertThat(
        faultOf(loop(config().setUntilDrained(true), run -> null)),
        containsString("records were deleted before they were stored"));
  }

  @Test
  public void aMemberWithoutAShareIsDrainedOnlyWhenTheOthersAre() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    publish(10);
    RunLoop first = loop(config(), run -> awaited(release, LIMIT));
    CompletableFuture<RunLoopSummary> firstRunning = running(first);
    Await.until("it has the partitions", LIMIT, isInFlight::get);
    // The first lets go of none as long as it has runs over them.
    AtomicInteger looks = new AtomicInteger();
    CompletableFuture<RunLoopSummary> other = drainedBeside(looks);

    Await.until(
        "it is a member without a share, or has ended",
        LIMIT,
        () -> looks.get() > 20 || other.isDone());
    assertThat(other.isDone(), is(false));

    release.countDown();
    other.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(offsets.sum(), is(10L));
    first.stop();
    firstRunning.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  public void aPartitionMovesOnlyWhenTheRunsOverItHaveEnded() throws Exception {
    CountDownLatch otherBegan = new CountDownLatch(1);
    AtomicBoolean beganBeside = new AtomicBoolean();
    publish(10);
    // A slow run, but for the moment when another driver's begins beside it.
    RunLoop slow =
        loop(
            config(),
            run -> {
              Exception tookAll = awaited(otherBegan, Duration.ofSeconds(8));
              beganBeside.compareAndSet(false, tookAll == null);
              return null;
            });
    CompletableFuture<RunLoopSummary> slowRunning = running(slow);
    Await.until("it has the partitions", LIMIT, isInFlight::get);
    RunLoop other =
        loop(
            config(),
            run -> {
              if (run.ranges().stream().mapToLong(PartitionRange::start).anyMatch(at -> at == 0)) {
                otherBegan.countDown();
              }
              return null;
            });
    CompletableFuture<RunLoopSummary> otherRunning = running(other);

    Await.until("all is committed", LIMIT, () -> offsets.sum() == 10);

    assertThat(beganBeside.get(), is(false));
    slow.stop();
    other.stop();
    slowRunning.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    otherRunning.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private CompletableFuture<RunLoopSummary> drainedBeside(AtomicInteger looks) {
    return running(
        loop(
            config()
                .setUntilDrained(true)
                .setListener(
                    new RunLoopListener() {
                      @Override
                      public void stands(RunLoopStatus status) {
                        if (status.obstacle().isEmpty() && status.partitions().isEmpty()) {
                          looks.incrementAndGet();
                        }
                      }
                    }),
            run -> null));
  }

  private RunLoopConfig.Builder config() {
    return RunLoopConfig.builder()
        .setTopic(flow.topic())
        .setGroup(flow.group())
        .setClientProperties(client())
        .setMinRunInterval(Duration.ZERO);
  }

  private Map<String, Object> client() {
    return Map.of("bootstrap.servers", flow.stack().bootstrapServers());
  }

  /** A loop whose runs are these; what they return is why they fail, or null. */
  private RunLoop loop(RunLoopConfig.Builder config, Function<Run, Exception> runs) {
    RunEngine engine =
        new RunEngine() {
          @Override
          public PipelineResult.State execute(Run run, Pipeline pipeline) {
            isInFlight.set(true);
            Exception fault = runs.apply(run);
            if (fault != null) {
              throw new IllegalStateException(fault);
            }
            return PipelineResult.State.DONE;
          }

          @Override
          public Optional<String> fault() {
            return Optional.empty();
          }
        };
    return new RunLoop(config.setEngine(engine).build(), run -> Pipeline.create());
  }

  /** With what a loop ends, which it must within the limit. */
  private static String faultOf(RunLoop loop) {
    CompletableFuture<RunLoopSummary> running = running(loop);
    return assertThrows(
            ExecutionException.class, () -> running.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
        .getCause()
        .getMessage();
  }

  private static CompletableFuture<RunLoopSummary> running(RunLoop loop) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return loop.run();
          } catch (RunLoopException e) {
            throw new IllegalStateException(e.getMessage(), e);
          }
        });
  }

  /** Null when the latch was released, else why not. */
  private static Exception awaited(CountDownLatch latch, Duration atMost) {
    try {
      return latch.await(atMost.toMillis(), TimeUnit.MILLISECONDS)
          ? null
          : new IllegalStateException("not released");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e;
    }
  }

  private void publish(int records) {
    for (int number = 0; number < records; number++) {
      var unused =
          producer.send(new ProducerRecord<>(flow.topic(), number % PARTITIONS, null, new byte[1]));
    }
    producer.flush();
  }
}

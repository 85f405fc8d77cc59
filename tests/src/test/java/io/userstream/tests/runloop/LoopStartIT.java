package io.userstream.tests.runloop;

import static io.userstream.tests.runloop.DrivenLoops.LIMIT;
import static io.userstream.tests.runloop.DrivenLoops.faultOf;
import static io.userstream.tests.runloop.DrivenLoops.loop;
import static io.userstream.tests.runloop.DrivenLoops.running;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.userstream.runloop.RunLoop;
import io.userstream.runloop.RunLoopListener;
import io.userstream.runloop.RunLoopStatus;
import io.userstream.runloop.RunLoopSummary;
import io.userstream.runloop.ranges.PartitionRange;
import io.userstream.tests.Core;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.stack.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.After;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks on a real Kafka where a loop starts, and when it cannot start. */
public class LoopStartIT {
  private final DrivenLoops loops = new DrivenLoops();
  private final AtomicLong offsets = new AtomicLong();

  @After
  public void close() {
    loops.close();
  }

  @Test
  @Category(Core.class)
  public void missingTopicIsAnErrorThatNamesIt() {
    for (boolean untilDrained : new boolean[] {true, false}) {
      RunLoop loop =
          loop(
              loops
                  .config()
                  .setUntilDrained(untilDrained)
                  .setMissingTopicTimeout(Duration.ofSeconds(3)),
              run -> null);

      assertThat(
          faultOf(loop), containsString("Topic " + loops.flow().topic() + " does not exist"));
    }
  }

  @Test
  public void topicThatIsCreatedInTimeIsRead() throws Exception {
    AtomicReference<String> obstacle = new AtomicReference<>("");
    RunLoop loop =
        loop(
            loops
                .config()
                .setListener(
                    new RunLoopListener() {
                      @Override
                      public void onStatus(RunLoopStatus status) {
                        obstacle.set(status.obstacle().orElse(""));
                      }
                    }),
            run -> {
              offsets.addAndGet(run.span());
              return null;
            });
    CompletableFuture<RunLoopSummary> running = running(loop);
    Await.until(
        "the loop waits for the topic", LIMIT, () -> obstacle.get().contains("has not existed"));
    loops.createTopic();
    loops.publish(10);

    Await.until("all records are read", LIMIT, () -> offsets.get() == 10 || running.isDone());
    loop.stop();
    running.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  public void newGroupStartsAtTheEarliestOffset() throws Exception {
    loops.createTopic();
    loops.publish(10);

    assertThat(drain(), is(10L));
  }

  @Test
  public void groupOfAPlainConsumerContinuesFromItsOffsets() throws Exception {
    loops.createTopic();
    loops.publish(10);
    List<TopicPartition> partitions = List.of(loops.partition(0), loops.partition(1));
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            KafkaClients.properties(loops.flow().stack(), Map.of("group.id", loops.flow().group())),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.commitSync(
          Map.of(
              partitions.get(0), new OffsetAndMetadata(3),
              partitions.get(1), new OffsetAndMetadata(5)));
    }

    assertThat(drain(), is(2L));
    assertThat(loops.committed().get(partitions.get(0)).offset(), is(5L));
  }

  /** Runs a loop to the end of the topic, and returns the number of offsets in its runs. */
  private long drain() throws Exception {
    running(
            loop(
                loops.config().setUntilDrained(true),
                run -> {
                  offsets.addAndGet(run.ranges().stream().mapToLong(PartitionRange::span).sum());
                  return null;
                }))
        .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    return offsets.get();
  }
}

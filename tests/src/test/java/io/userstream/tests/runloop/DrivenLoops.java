package io.userstream.tests.runloop;

import static org.junit.Assert.assertThrows;

import io.userstream.runloop.Run;
import io.userstream.runloop.RunEngine;
import io.userstream.runloop.RunLoop;
import io.userstream.runloop.RunLoopConfig;
import io.userstream.runloop.RunLoopException;
import io.userstream.runloop.RunLoopSummary;
import io.userstream.tests.flow.EmptyTopics;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic on a real Kafka, and loops over it whose runs the test controls. */
final class DrivenLoops implements AutoCloseable {
  static final Duration LIMIT = Duration.ofMinutes(1);
  static final int PARTITIONS = 2;

  private final Flow flow = Flow.on(SharedStack.get(), "loop");
  private final Admin admin = Admin.create(client());
  private final KafkaProducer<byte[], byte[]> producer =
      new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer());

  Flow flow() {
    return flow;
  }

  Admin admin() {
    return admin;
  }

  TopicPartition partition(int number) {
    return new TopicPartition(flow.topic(), number);
  }

  void createTopic() throws Exception {
    EmptyTopics.create(flow.stack(), new NewTopic(flow.topic(), PARTITIONS, (short) 1));
  }

  void deleteTopic() throws Exception {
    admin.deleteTopics(List.of(flow.topic())).all().get();
    Await.until(
        "the topic is deleted",
        LIMIT,
        () -> !admin.listTopics().names().get().contains(flow.topic()));
  }

  Uuid topicId() throws Exception {
    return admin
        .describeTopics(List.of(flow.topic()))
        .allTopicNames()
        .get()
        .get(flow.topic())
        .topicId();
  }

  /** Publishes records, spread evenly over the partitions. */
  void publish(int records) {
    for (int number = 0; number < records; number++) {
      var unused =
          producer.send(new ProducerRecord<>(flow.topic(), number % PARTITIONS, null, new byte[1]));
    }
    producer.flush();
  }

  /** Returns the committed offsets of the group, with their metadata. */
  Map<TopicPartition, OffsetAndMetadata> committed() throws Exception {
    Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    admin
        .listConsumerGroupOffsets(flow.group())
        .partitionsToOffsetAndMetadata()
        .get()
        .forEach(
            (partition, offset) -> {
              if (offset != null) {
                committed.put(partition, offset);
              }
            });
    return committed;
  }

  /** Sets offsets of the group, as an operator does while the group has no members. */
  void reset(Map<TopicPartition, OffsetAndMetadata> offsets) throws Exception {
    Await.until(
        "the group has no members",
        LIMIT,
        () ->
            admin
                .describeConsumerGroups(List.of(flow.group()))
                .all()
                .get()
                .get(flow.group())
                .members()
                .isEmpty());
    admin.alterConsumerGroupOffsets(flow.group(), offsets).all().get();
  }

  void resetToEarliest() throws Exception {
    reset(Map.of(partition(0), new OffsetAndMetadata(0), partition(1), new OffsetAndMetadata(0)));
  }

  RunLoopConfig.Builder config() {
    return RunLoopConfig.builder()
        .setTopic(flow.topic())
        .setGroup(flow.group())
        .setClientProperties(client())
        .setMinRunInterval(Duration.ZERO);
  }

  private Map<String, Object> client() {
    return flow.stack().kafkaClient();
  }

  /** Creates a loop with the given runs. A run returns the reason for its failure, or null. */
  static RunLoop loop(RunLoopConfig.Builder config, Function<Run, Exception> runs) {
    RunEngine engine =
        new RunEngine() {
          @Override
          public PipelineResult.State execute(Run run, Pipeline pipeline) {
            Exception fault = run.span() == 0 ? null : runs.apply(run); // It warms up.
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

  /** Returns the fault with which a loop ends; fails if it does not end within the limit. */
  static String faultOf(RunLoop loop) {
    return faultOf(running(loop));
  }

  static String faultOf(CompletableFuture<RunLoopSummary> running) {
    return assertThrows(
            ExecutionException.class, () -> running.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
        .getCause()
        .getMessage();
  }

  static CompletableFuture<RunLoopSummary> running(RunLoop loop) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return loop.run();
          } catch (RunLoopException e) {
            throw new IllegalStateException(e.getMessage(), e);
          }
        });
  }

  /** Waits for the latch; returns null once it is released, otherwise a reason to fail. */
  static Exception awaited(CountDownLatch latch, Duration atMost) {
    try {
      return latch.await(atMost.toMillis(), TimeUnit.MILLISECONDS)
          ? null
          : new IllegalStateException("not released");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e;
    }
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }
}

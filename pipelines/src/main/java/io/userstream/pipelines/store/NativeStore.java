package io.userstream.pipelines.store;

import io.userstream.io.cassandra.KeptWriters;
import io.userstream.io.cassandra.UserBatchCoder;
import io.userstream.io.cassandra.WriteUsers;
import io.userstream.io.decoding.SchemaLookupFactory;
import io.userstream.io.kafka.ReadUnbounded;
import io.userstream.io.kafka.Topics;
import io.userstream.io.kafka.UsersTopic;
import io.userstream.runloop.ranges.ForEachRecord;
import io.userstream.runloop.runner.RunnerContext;
import io.userstream.runloop.runner.StopOnSignal;
import java.io.IOException;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The same pipeline on unbounded KafkaIO, for runners whose streaming loses no records. */
final class NativeStore {
  private static final Logger LOG = LoggerFactory.getLogger(NativeStore.class);

  private final StoreConfig config;
  private final SchemaLookupFactory schemas;

  NativeStore(StoreConfig config, SchemaLookupFactory schemas) {
    this.config = config;
    this.schemas = schemas;
  }

  /** Runs until the JVM shuts down. */
  void run(RunnerContext runner) throws InterruptedException {
    LOG.warn(
        "--engine=native computes write times from single records. The latest state of a user is"
            + " not guaranteed to win over a state from the same millisecond, from a burst, or from"
            + " a leader whose clock was ahead (docs/native-streaming.md). Use --engine=loop to"
            + " guarantee it.");
    UsersTopic topic = config.topic();
    // With DirectRunner, run() of an unbounded pipeline would never return and could not be
    // cancelled.
    Pipeline pipeline = config.runner().newWatchedPipeline();
    pipeline
        .apply("Read", ReadUnbounded.of(topic.name(), config.group(), topic.clientProperties()))
        .apply(
            "Take",
            ParDo.of(
                new ForEachRecord<>(
                    new StorePipeline(config, schemas, Scope.EVERYTHING, () -> false)
                        .decode(topicId(topic), 1, false))))
        .setCoder(UserBatchCoder.of())
        .apply("WriteUsers", WriteUsers.to(config.table()));
    KeptWriters.in(pipeline);
    PipelineResult result = pipeline.run();
    StopOnSignal stop = new StopOnSignal(runner, () -> cancel(result));
    try {
      result.waitUntilFinish();
    } finally {
      stop.jobEnded();
    }
  }

  private String topicId(UsersTopic topic) throws InterruptedException {
    try (Admin admin = topic.kafka().await(config.runner().connectTimeout())) {
      return new Topics(admin).id(topic.name());
    }
  }

  private static void cancel(PipelineResult result) {
    try {
      result.cancel();
    } catch (IOException e) {
      LOG.warn("the runner did not cancel the pipeline: {}", e.getMessage());
    }
  }
}

package io.userstream.pipelines.store;

import io.userstream.io.cassandra.UserBatchCoder;
import io.userstream.io.decoding.SchemaLookupFactory;
import io.userstream.io.kafka.ReadUnbounded;
import io.userstream.io.kafka.Topics;
import io.userstream.pipelines.options.ConnectSettings;
import io.userstream.pipelines.options.KafkaSettings;
import io.userstream.runloop.ranges.ForEachRecord;
import io.userstream.runloop.runner.RunnerContext;
import io.userstream.runloop.runner.StopOnSignal;
import java.io.IOException;
import java.util.Map;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The same graph on unbounded KafkaIO, for the runners whose streaming keeps what it reads. */
final class NativeStore {
  private static final Logger LOG = LoggerFactory.getLogger(NativeStore.class);

  private NativeStore() {}

  /** Runs until the JVM is told to end. */
  static void run(StoreOptions options, RunnerContext runner, SchemaLookupFactory schemas)
      throws InterruptedException {
    LOG.warn(
        "--engine=native computes write times from single records: the latest state of a user is not"
            + " guaranteed to win over another state from the same millisecond, from a burst, or"
            + " from a leader whose clock was ahead (docs/native-streaming.md). Use --engine=loop"
            + " where it must.");
    // DirectRunner's run() of an unbounded graph would never return, and could not be cancelled.
    options.as(DirectOptions.class).setBlockOnRun(false);
    Map<String, Object> client = KafkaSettings.clientProperties(options);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Read", ReadUnbounded.of(options.getTopic(), options.getGroup(), client))
        .apply(
            "Take",
            ParDo.of(
                new ForEachRecord<>(
                    StorePipeline.takeRecords(
                        options, client, schemas, topicId(options), 1, () -> false))))
        .setCoder(UserBatchCoder.of())
        .apply("WriteUsers", StorePipeline.writeUsers(options));
    PipelineResult result = pipeline.run();
    StopOnSignal stop = new StopOnSignal(runner, () -> cancel(result));
    try {
      result.waitUntilFinish();
    } finally {
      stop.jobEnded();
    }
  }

  private static String topicId(StoreOptions options) throws InterruptedException {
    try (Admin admin = KafkaSettings.await(options, ConnectSettings.timeout(options))) {
      return new Topics(admin).id(options.getTopic());
    }
  }

  private static void cancel(PipelineResult result) {
    try {
      result.cancel();
    } catch (IOException e) {
      LOG.warn("the runner did not cancel: {}", e.getMessage());
    }
  }
}

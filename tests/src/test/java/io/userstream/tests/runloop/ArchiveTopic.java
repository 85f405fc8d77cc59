package io.userstream.tests.runloop;

import io.userstream.runloop.Run;
import io.userstream.runloop.RunEngine;
import io.userstream.runloop.RunLoop;
import io.userstream.runloop.RunLoopConfig;
import io.userstream.runloop.ranges.Ranges;
import io.userstream.runloop.runner.RunnerContext;
import java.time.Duration;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.values.KV;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Copies every record of a topic into an archive, on any runner, and may be killed at any moment.
 *
 * <p>The archive is a compacted topic: of several records with the same key the last one counts. A
 * record's key there is its place in the source, {@code orders-0@42}. So the sink is idempotent for
 * each record by itself, and that is what it must be: after a kill the next driver cuts the same
 * offsets into other ranges, so a sink that goes by ranges, as one file for each of them, would
 * hold records twice. A key always comes with the same value here; where the key is that of an
 * order, whose states differ, the newest must win: {@code SourceRecord.writeTimeMicros} tells.
 */
public final class ArchiveTopic {
  private ArchiveTopic() {}

  /** Runs until it is killed, or, with {@code --untilDrained}, until all is archived. */
  public static void main(String[] args) throws Exception {
    ArchiveOptions options =
        PipelineOptionsFactory.fromArgs(args).withValidation().as(ArchiveOptions.class);
    try (RunnerContext runner =
        RunnerContext.open(options, "archive " + options.getTopic(), Duration.ofMinutes(1))) {
      System.out.println(loop(options, runner).run());
    }
  }

  // The documentation shows what follows.
  static RunLoop loop(ArchiveOptions options, RunEngine engine) {
    return new RunLoop(
        RunLoopConfig.builder()
            .setTopic(options.getTopic())
            .setGroup(options.getGroup())
            .setClientProperties(Map.of("bootstrap.servers", options.getBootstrapServers()))
            .setMaxRunRecords(options.getMaxRunRecords())
            .setUntilDrained(options.getUntilDrained())
            .setEngine(engine)
            .build(),
        run -> archive(run, options));
  }

  static Pipeline archive(Run run, ArchiveOptions options) {
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(Ranges.of(run.ranges()))
        .apply(
            run.readRanges()
                .as(
                    (record, archived) -> archived.accept(KV.of(record.toString(), record.value())),
                    KvCoder.of(StringUtf8Coder.of(), NullableCoder.of(ByteArrayCoder.of()))))
        .apply(
            KafkaIO.<String, byte[]>write()
                .withBootstrapServers(options.getBootstrapServers())
                .withTopic(options.getArchive())
                .withKeySerializer(StringSerializer.class)
                .withValueSerializer(ByteArraySerializer.class));
    return pipeline;
  }
}

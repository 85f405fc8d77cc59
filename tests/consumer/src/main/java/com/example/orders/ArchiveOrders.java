package com.example.orders;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.userstream.runloop.Run;
import io.userstream.runloop.RunEngine;
import io.userstream.runloop.RunLoop;
import io.userstream.runloop.RunLoopConfig;
import io.userstream.runloop.ranges.Ranges;
import io.userstream.runloop.ranges.RecordFailureFn;
import io.userstream.runloop.ranges.RecordFn;
import io.userstream.runloop.ranges.SourceRecord;
import io.userstream.runloop.runner.RunnerContext;
import io.userstream.runloop.runner.StopOnSignal;
import java.time.Duration;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.ProducerRecordCoder;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.Validation;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Archives every order of a topic in a compacted topic, and orders that are not numbers in another. */
public final class ArchiveOrders {
  /** Options of this job. */
  public interface Options extends PipelineOptions {
    @Validation.Required
    String getBootstrapServers();

    void setBootstrapServers(String bootstrapServers);

    @Default.String("orders")
    String getTopic();

    void setTopic(String topic);

    @Default.String("orders-archive")
    String getArchive();

    void setArchive(String archive);

    @Default.String("orders-dead")
    String getDeadLetters();

    void setDeadLetters(String deadLetters);

    @Default.String("archive-orders")
    String getGroup();

    void setGroup(String group);

    @Default.Long(50_000)
    long getMaxRunRecords();

    void setMaxRunRecords(long maxRunRecords);

    boolean getUntilDrained();

    void setUntilDrained(boolean untilDrained);
  }

  private ArchiveOrders() {}

  public static void main(String[] args) throws Exception {
    Options options = PipelineOptionsFactory.fromArgs(args).withValidation().as(Options.class);
    try (RunnerContext runner =
        RunnerContext.open(options, "archive orders", Duration.ofMinutes(1))) {
      RunLoop loop = loop(options, runner);
      StopOnSignal signal = new StopOnSignal(runner, loop::stop);
      try {
        System.out.println(loop.run());
      } finally {
        signal.jobEnded();
      }
    }
  }

  static RunLoop loop(Options options, RunEngine engine) {
    return new RunLoop(
        RunLoopConfig.builder()
            .setTopic(options.getTopic())
            .setGroup(options.getGroup())
            .setClientProperties(Map.of("bootstrap.servers", options.getBootstrapServers()))
            .setMaxRunRecords(options.getMaxRunRecords())
            .setUntilDrained(options.getUntilDrained())
            .setEngine(engine)
            .build(),
        run -> pipeline(run, options));
  }

  static Pipeline pipeline(Run run, Options options) {
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(Ranges.of(run.ranges()).inBundles(run.bundles()))
        .apply(
            run.readRanges()
                .as(
                    archive(options.getArchive()),
                    ProducerRecordCoder.of(
                        StringUtf8Coder.of(), NullableCoder.of(ByteArrayCoder.of())))
                .onFailure(NumberFormatException.class, deadLetter(options.getDeadLetters())))
        .apply(
            KafkaIO.<String, byte[]>writeRecords()
                .withBootstrapServers(options.getBootstrapServers())
                .withKeySerializer(StringSerializer.class)
                .withValueSerializer(ByteArraySerializer.class));
    return pipeline;
  }

  /** Uses the order's origin as its key, as in orders-0@42: writing it twice changes nothing. */
  static RecordFn<ProducerRecord<String, byte[]>> archive(String topic) {
    return (order, output) -> {
      if (order.value() != null) {
        Long.parseLong(new String(order.value(), UTF_8));
      }
      output.accept(new ProducerRecord<>(topic, order.toString(), order.value()));
    };
  }

  /** Keeps the value and headers of the order, and uses its origin as the key. */
  static RecordFailureFn<ProducerRecord<String, byte[]>> deadLetter(String topic) {
    return (failure, output) -> {
      SourceRecord order = failure.record();
      output.accept(
          new ProducerRecord<>(topic, null, order.toString(), order.value(), order.headers()));
    };
  }
}

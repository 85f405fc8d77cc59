package io.userstream.tests.runloop;

import io.userstream.runloop.Run;
import io.userstream.runloop.RunLoop;
import io.userstream.runloop.RunLoopConfig;
import io.userstream.runloop.ranges.Ranges;
import io.userstream.runloop.ranges.ReadRanges;
import io.userstream.runloop.runner.RunnerContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;

/**
 * Turns each record of a topic into a megabyte. Beam's Spark runner holds all of a range's output
 * in the memory of an executor.
 */
public final class HungryTopic {
  private static final int MEGABYTE = 1 << 20;

  private HungryTopic() {}

  /** Reads to the end of the topic, and prints the number of records. */
  public static void main(String[] args) throws Exception {
    CountedTopic.Options options =
        PipelineOptionsFactory.fromArgs(args).as(CountedTopic.Options.class);
    LongAdder records = new LongAdder();
    try (RunnerContext runner =
        RunnerContext.open(options, "inflate " + options.getTopic(), Duration.ofMinutes(2))) {
      runner.onCounts(counts -> records.add(counts.getOrDefault(Weigh.RECORDS.getName(), 0L)));
      Map<String, String> client = Map.of("bootstrap.servers", options.getBootstrapServers());
      new RunLoop(
              RunLoopConfig.builder()
                  .setTopic(options.getTopic())
                  .setGroup(options.getGroup())
                  .setClientProperties(client)
                  .setUntilDrained(true)
                  .setEngine(runner)
                  .build(),
              run -> inflate(run, client, options))
          .run();
    }
    System.out.println("records=" + records.sum());
  }

  private static Pipeline inflate(
      Run run, Map<String, String> client, CountedTopic.Options options) {
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(Ranges.of(run.ranges()).inBundles(1))
        .apply(
            ReadRanges.from(client)
                .<byte[]>as(
                    (record, output) -> output.accept(new byte[MEGABYTE]), ByteArrayCoder.of()))
        .apply(ParDo.of(new Weigh()));
    return pipeline;
  }

  /** Needs all bytes of each record. */
  private static final class Weigh extends DoFn<byte[], Void> {
    private static final long serialVersionUID = 1L;
    private static final Counter RECORDS = Metrics.counter("test", "records");

    @ProcessElement
    public void process(@Element byte[] bytes) {
      if (bytes.length == MEGABYTE) {
        RECORDS.inc();
      }
    }
  }
}

package io.userstream.tests.runloop;

import io.userstream.runloop.Run;
import io.userstream.runloop.RunLoop;
import io.userstream.runloop.RunLoopConfig;
import io.userstream.runloop.ranges.Ranges;
import io.userstream.runloop.ranges.ReadRanges;
import io.userstream.runloop.ranges.SourceRecord;
import io.userstream.runloop.runner.RunnerContext;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Counts the records of a topic with a Beam counter, in two bundles. On the first attempt, the
 * bundle that ends last fails at its last record.
 */
public final class CountedTopic {
  /** The topic to count, and the group to count it for. */
  public interface Options extends PipelineOptions {
    String getBootstrapServers();

    void setBootstrapServers(String bootstrapServers);

    String getTopic();

    void setTopic(String topic);

    String getGroup();

    void setGroup(String group);
  }

  static final int RECORDS = 20;

  /** Longer than the number of slots is kept. */
  private static final Duration KEPT = Duration.ofMillis(1_500);

  private static final Counter COUNTED = Metrics.counter("test", "counted");

  /** Static, because driver and workers share this JVM. */
  private static final AtomicInteger SEEN = new AtomicInteger();

  private CountedTopic() {}

  /**
   * Reads to the end of the topic, and prints the number of retries, the reported count, the slots,
   * and the slots that are reported after the engine was closed.
   */
  public static void main(String[] args) throws Exception {
    Options options = PipelineOptionsFactory.fromArgs(args).as(Options.class);
    LongAdder told = new LongAdder();
    long repeats;
    int slots;
    RunnerContext opened;
    try (RunnerContext runner =
        RunnerContext.open(options, "count " + options.getTopic(), Duration.ofMinutes(1))) {
      runner.onCounts(counts -> told.add(counts.getOrDefault(COUNTED.getName(), 0L)));
      Map<String, String> client = Map.of("bootstrap.servers", options.getBootstrapServers());
      repeats =
          new RunLoop(
                  RunLoopConfig.builder()
                      .setTopic(options.getTopic())
                      .setGroup(options.getGroup())
                      .setClientProperties(client)
                      .setUntilDrained(true)
                      .setEngine(runner)
                      .build(),
                  run -> count(run, client, options))
              .run()
              .retries();
      slots = runner.slots();
      opened = runner;
    }
    System.out.println(
        String.format(
            Locale.ROOT,
            "repeats=%d told=%d slots=%d later=%d",
            repeats,
            told.sum(),
            slots,
            later(opened, slots)));
  }

  /** Returns the number of slots after it has changed, or for longer than an engine keeps it. */
  private static int later(RunnerContext closed, int before) {
    long start = System.nanoTime();
    int slots;
    do {
      slots = closed.slots();
    } while (slots == before && System.nanoTime() - start < KEPT.toNanos());
    return slots;
  }

  private static Pipeline count(Run run, Map<String, String> client, Options options) {
    Pipeline pipeline = Pipeline.create(options);
    boolean isFirst = run.attempt() == 1;
    pipeline
        .apply(Ranges.of(run.ranges()).inBundles(2))
        .apply(
            ReadRanges.from(client)
                .<Integer>as((record, none) -> count(record, isFirst), VarIntCoder.of()));
    return pipeline;
  }

  private static void count(SourceRecord record, boolean isFirst) {
    COUNTED.inc();
    if (isFirst && SEEN.incrementAndGet() == RECORDS) {
      throw new IllegalStateException("failing at the last record, offset " + record.offset());
    }
  }
}

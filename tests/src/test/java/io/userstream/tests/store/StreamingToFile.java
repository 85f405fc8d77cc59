package io.userstream.tests.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.joda.time.Duration;

/**
 * A streaming job as Beam's documentation shows it, without code of this project: unbounded
 * KafkaIO, and a sink that never fails and appends the origin of each record to a file.
 */
public final class StreamingToFile {
  private StreamingToFile() {}

  /** The topic to read and the file to append to. */
  public interface Options extends PipelineOptions {
    String getBootstrapServers();

    void setBootstrapServers(String bootstrapServers);

    String getTopic();

    void setTopic(String topic);

    String getSinkFile();

    void setSinkFile(String sinkFile);
  }

  /** Runs until it is killed, and prints the state that the runner reports every second. */
  public static void main(String[] args) {
    Options options = PipelineOptionsFactory.fromArgs(args).as(Options.class);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(
            KafkaIO.<byte[], byte[]>read()
                .withBootstrapServers(options.getBootstrapServers())
                .withTopic(options.getTopic())
                .withKeyDeserializer(ByteArrayDeserializer.class)
                .withValueDeserializer(ByteArrayDeserializer.class)
                .withConsumerConfigUpdates(Map.of("auto.offset.reset", "earliest")))
        .apply(ParDo.of(new FileSink(options.getSinkFile())));
    PipelineResult result = pipeline.run();
    while (!result.getState().isTerminal()) {
      result.waitUntilFinish(Duration.standardSeconds(1));
      System.out.println("state " + result.getState());
    }
  }

  private static final class FileSink extends DoFn<KafkaRecord<byte[], byte[]>, Void> {
    private static final long serialVersionUID = 1L;

    private final String file;

    FileSink(String file) {
      this.file = file;
    }

    @ProcessElement
    public void process(@Element KafkaRecord<byte[], byte[]> read) throws IOException {
      // Writes each line with a single call, so lines of several threads do not mix.
      Files.write(
          Path.of(file),
          (read.getPartition() + "-" + read.getOffset() + "\n").getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }
}

package io.userstream.pipelines.tail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.userstream.io.kafka.TopicTail;
import io.userstream.io.options.OptionReader;
import io.userstream.io.registry.LookupPatience;
import io.userstream.io.registry.RegistryLookup;
import io.userstream.model.SchemaLookup;
import io.userstream.pipelines.job.ExitCode;
import io.userstream.pipelines.job.Job;
import io.userstream.runloop.ranges.SourceRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The tail command: prints a topic of users, or its dead letters, as one JSON object per line. */
public final class Tail {
  private static final JsonFactory JSON = new JsonFactory();

  private final TailConfig config;

  private Tail(TailConfig config) {
    this.config = config;
  }

  /**
   * Reads the options without asking a server.
   *
   * @param reader receives problems with them
   */
  public static Job read(TailOptions options, OptionReader reader) {
    TailConfig config = TailConfig.read(options, reader);
    return (out, progress) -> {
      new Tail(config).run(out);
      return ExitCode.DONE;
    };
  }

  /**
   * Prints the records of the topic; with {@code --follow}, until the process ends. Ends early when
   * the reader closes the output, as {@code | head} does.
   *
   * <p>Does not check the registered schemas, because it serves to investigate problems.
   *
   * @param out receives the lines in UTF-8, regardless of its character set
   * @throws io.userstream.runloop.servers.ServerException if Kafka is down or the topic is missing
   * @throws UncheckedIOException if a schema is needed and the registry is down
   */
  private void run(PrintStream out) throws InterruptedException {
    config.topic().require(config.connectTimeout(), config.shownTopic());
    LineFormat format =
        config.deadLetters()
            ? new DeadLetterLine(config.encryption().open(), config.showPersonalData())
            : new UserLine(schemas(), config.showPersonalData());
    BooleanSupplier isRead = () -> !out.checkError(); // Also flushes.
    try (TopicTail tail =
        new TopicTail(config.shownTopic(), config.from(), config.topic().clientProperties())) {
      if (config.follow()) {
        tail.follow(record -> print(record, format, out), isRead);
      } else {
        tail.read(record -> print(record, format, out), isRead);
      }
    }
  }

  private SchemaLookup schemas() {
    return config
        .registry()
        .<SchemaLookup>map(
            registry ->
                new RegistryLookup(
                    registry.connection(),
                    Map.of(),
                    new LookupPatience(config.connectTimeout(), registry.lookupTimeout()),
                    config.follow()))
        .orElse(SchemaLookup.NONE);
  }

  private static void print(SourceRecord record, LineFormat format, PrintStream out) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      format.write(record, json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
    line.write('\n');
    out.writeBytes(line.toByteArray());
  }
}

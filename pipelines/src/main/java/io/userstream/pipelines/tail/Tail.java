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

/** Shows a topic of users, or its dead letters, as JSON lines: one object a record. */
public final class Tail {
  private static final JsonFactory JSON = new JsonFactory();

  private final TailConfig config;

  private Tail(TailConfig config) {
    this.config = config;
  }

  /**
   * Reads the options; asks no server.
   *
   * @param reader gets what is wrong with them
   */
  public static Job read(TailOptions options, OptionReader reader) {
    TailConfig config = TailConfig.read(options, reader);
    return out -> {
      new Tail(config).run(out);
      return ExitCode.DONE;
    };
  }

  /**
   * Shows what is there; with {@code --follow} goes on until the process ends. Ends early when
   * nobody reads the lines any more, as behind {@code | head}.
   *
   * <p>It is there to look into what is wrong, so it does not ask that the registered schemas fit.
   *
   * @param out gets the lines, in UTF-8 whatever its own character set
   * @throws io.userstream.runloop.servers.ServerException if Kafka is down or the topic is missing
   * @throws UncheckedIOException if a schema is needed and the registry is down
   */
  private void run(PrintStream out) throws InterruptedException {
    config.topic().require(config.connectTimeout(), config.shownTopic());
    LineFormat format =
        config.deadLetters()
            ? new DeadLetterLine(config.showPersonalData())
            : new UserLine(schemas(), config.showPersonalData());
    BooleanSupplier isRead = () -> !out.checkError(); // Flushes, too.
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
      throw new UncheckedIOException("an array in memory cannot be written", e);
    }
    line.write('\n');
    out.writeBytes(line.toByteArray());
  }
}

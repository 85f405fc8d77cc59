package io.userstream.pipelines.tail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.userstream.io.kafka.TailStart;
import io.userstream.io.kafka.TopicTail;
import io.userstream.io.kafka.Topics;
import io.userstream.io.registry.LookupPatience;
import io.userstream.io.registry.RegistryLookup;
import io.userstream.model.SchemaLookup;
import io.userstream.pipelines.options.ConnectSettings;
import io.userstream.pipelines.options.Durations;
import io.userstream.pipelines.options.KafkaSettings;
import io.userstream.pipelines.options.OptionProblems;
import io.userstream.pipelines.options.RegistrySettings;
import io.userstream.runloop.ranges.SourceRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;

/** Shows a topic of users, or its dead letters, as JSON lines: one object a record. */
public final class Tail {
  private static final JsonFactory JSON = new JsonFactory();

  private Tail() {}

  /** What is wrong with the options, one line each; asks no server. */
  public static List<String> problems(TailOptions options) {
    return new OptionProblems()
        .addAll(KafkaSettings.problems(options))
        .addAll(RegistrySettings.problems(options))
        .addAll(ConnectSettings.problems(options))
        .check("from", options.getFrom(), Tail::start)
        .list();
  }

  /**
   * Shows what is there; with {@code --follow} goes on until the process ends. Ends early when
   * nobody reads the lines any more, as behind {@code | head}.
   *
   * <p>It is there to look into what is wrong, so it does not ask that the registered schemas fit.
   *
   * @param out gets the lines, in UTF-8 whatever its own character set
   * @throws io.userstream.runloop.servers.ServerException when Kafka or the topic is not there
   * @throws UncheckedIOException when a schema is needed and the registry is not there
   */
  public static void run(TailOptions options, PrintStream out) throws InterruptedException {
    String topic = options.isDlq() ? KafkaSettings.deadLetterTopic(options) : options.getTopic();
    try (Admin admin = KafkaSettings.await(options, ConnectSettings.timeout(options))) {
      new Topics(admin).require(topic);
    }
    LineFormat format =
        options.isDlq()
            ? new DeadLetterLine(options.isShowPersonalData())
            : new UserLine(schemas(options), options.isShowPersonalData());
    BooleanSupplier isRead = () -> !out.checkError(); // Flushes, too.
    try (TopicTail tail =
        new TopicTail(topic, start(options.getFrom()), KafkaSettings.clientProperties(options))) {
      if (options.isFollow()) {
        tail.follow(record -> print(record, format, out), isRead);
      } else {
        tail.read(record -> print(record, format, out), isRead);
      }
    }
  }

  private static TailStart start(String from) {
    return TailStart.parse(from, Durations::parse, Clock.systemUTC());
  }

  private static SchemaLookup schemas(TailOptions options) {
    return RegistrySettings.connection(options)
        .<SchemaLookup>map(
            connection ->
                new RegistryLookup(
                    connection,
                    Map.of(),
                    new LookupPatience(
                        ConnectSettings.timeout(options), RegistrySettings.lookupTimeout(options)),
                    options.isFollow()))
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

package io.userstream.tests.bench;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.stack.FreePorts;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.ProjectHome;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A standalone worker of Kafka Connect with the sink of {@code tests/peers/kafka-connect}. */
final class ConnectWorker {
  private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";
  private static final String TEXT = "org.apache.kafka.connect.storage.StringConverter";

  private ConnectWorker() {}

  /** Starts a worker whose sink commits to the group of the flow. */
  static JobProcess start(Flow flow) {
    LocalStack stack = flow.stack();
    Path target = ProjectHome.find().resolve("tests/peers/kafka-connect/target");
    return JobProcess.start(
        stack,
        flow.topic() + "-connect",
        JobCommand.peer(
            target.resolve("jars") + "/*" + File.pathSeparator + target + "/kafka-connect-sink.jar",
            "org.apache.kafka.connect.cli.ConnectStandalone"),
        List.of(
            write(flow, "worker", worker(stack, flow)).toString(),
            write(flow, "sink", sink(flow)).toString()));
  }

  private static Map<String, String> worker(LocalStack stack, Flow flow) {
    return Map.ofEntries(
        Map.entry("bootstrap.servers", stack.bootstrapServers()),
        Map.entry("listeners", "http://127.0.0.1:" + FreePorts.next()),
        Map.entry("key.converter", TEXT),
        Map.entry("value.converter", JSON),
        Map.entry("value.converter.schemas.enable", "false"),
        Map.entry("plugin.discovery", "service_load"),
        Map.entry("offset.storage.file.filename", file(flow, "offsets").toString()),
        // The default of a minute would hide the progress from the benchmark.
        Map.entry("offset.flush.interval.ms", "500"));
  }

  private static Map<String, String> sink(Flow flow) {
    LocalStack stack = flow.stack();
    return Map.ofEntries(
        Map.entry("name", flow.group()),
        Map.entry("connector.class", "io.userstream.peers.CassandraSink"),
        Map.entry("tasks.max", Integer.toString(Runtime.getRuntime().availableProcessors())),
        Map.entry("topics", flow.topic()),
        Map.entry("consumer.override.group.id", flow.group()),
        // The settings of store's own reads, as for the limit.
        Map.entry("consumer.override.max.poll.records", "5000"),
        Map.entry("consumer.override.max.partition.fetch.bytes", Integer.toString(4 << 20)),
        Map.entry("consumer.override.isolation.level", "read_committed"),
        Map.entry("cassandra.host", stack.cassandraHost()),
        Map.entry("cassandra.port", Integer.toString(stack.cassandraPort())),
        Map.entry("cassandra.keyspace", flow.keyspace()),
        Map.entry("cassandra.table", flow.table()));
  }

  private static Path file(Flow flow, String name) {
    return flow.stack().directory().resolve(flow.topic() + "-connect-" + name);
  }

  private static Path write(Flow flow, String name, Map<String, String> settings) {
    Path file = file(flow, name);
    try {
      Files.writeString(
          file,
          settings.entrySet().stream()
              .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
              .collect(Collectors.joining()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }
}

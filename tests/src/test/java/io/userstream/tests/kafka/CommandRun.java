package io.userstream.tests.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.userstream.model.UserJson;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.SharedStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.rules.ExternalResource;

/**
 * Runs commands on a Kafka of a test, and remembers the output of the last one. The other servers
 * are those of the shared stack.
 */
abstract class CommandRun extends ExternalResource {
  private String out = "";
  private String err = "";

  /** Returns what the last command wrote to stdout. */
  final String out() {
    return out;
  }

  /** Returns what the last command wrote to stderr. */
  final String err() {
    return err;
  }

  /** Returns the options of a command for a topic, a group and a keyspace of this name. */
  final List<String> arguments(String servers, String command, String name, List<String> more) {
    List<String> arguments =
        new ArrayList<>(List.of(command, "--bootstrapServers=" + servers, "--topic=" + name));
    if (List.of("setup", "store", "reconcile").contains(command)) {
      arguments.add("--cassandraHosts=" + SharedStack.get().cassandraHost());
      arguments.add("--cassandraPort=" + SharedStack.get().cassandraPort());
      arguments.add("--cassandraKeyspace=" + name);
    }
    if (List.of("store", "reconcile").contains(command)) {
      arguments.add("--group=" + name + "-store");
    }
    arguments.addAll(more);
    return arguments;
  }

  /** Runs a command in this JVM, and returns its exit code. */
  final int run(String servers, String command, String name, List<String> more) {
    JobResult result = Flow.runHere(arguments(servers, command, name, more));
    out = result.out();
    err = result.err();
    return result.exitCode();
  }

  /** Runs a command, which must succeed. */
  final void succeed(String servers, String command, String name, List<String> more) {
    int code = run(servers, command, name, more);
    assertThat(err, code, is(0));
  }

  /** Returns the properties of a client that may do everything. */
  abstract Map<String, Object> client();

  /** Publishes ten users and a broken record. */
  final void publish(String topic) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (long number = 0; number <= 10; number++) {
        byte[] value = number == 10 ? new byte[] {'x'} : UserJson.write(Publisher.user(number));
        byte[] key = Publisher.id(number).getBytes(UTF_8);
        var unused = producer.send(new ProducerRecord<>(topic, key, value));
      }
    }
  }
}

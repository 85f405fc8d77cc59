package io.userstream.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.userstream.io.options.OptionReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Checks which client properties are accepted. */
public class KafkaConnectionTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final KafkaOptions options = PipelineOptionsFactory.as(KafkaOptions.class);
  private final OptionReader reader = new OptionReader();

  @Test
  public void propertiesOfACloudAreAccepted() throws Exception {
    assertThat(
        problems(
            "security.protocol=SASL_SSL",
            "sasl.mechanism=PLAIN",
            "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required"
                + " username='u' password='p';",
            "client.dns.lookup=use_all_dns_ips",
            "acks=all"),
        is(empty()));
  }

  @Test
  public void timeoutsThatAProducerRejectsAreRejected() throws Exception {
    assertThat(
        problems("request.timeout.ms=180000"),
        contains(
            containsString(
                "delivery.timeout.ms (120000) must be at least linger.ms (5) + request.timeout.ms"
                    + " (180000)")));
  }

  @Test
  public void aShortDeliveryTimeoutIsRejected() throws Exception {
    assertThat(
        problems("delivery.timeout.ms=30000"), contains(containsString("delivery.timeout.ms")));
  }

  @Test
  public void moreRequestsInFlightThanIdempotenceAllowsAreRejected() throws Exception {
    assertThat(
        problems("max.in.flight.requests.per.connection=10"),
        contains(containsString("max.in.flight.requests.per.connection")));
  }

  @Test
  public void settingsOfTheJobAreRejectedByNameAllAtOnce() throws Exception {
    List<String> problems =
        problems(
            "transactional.id=t",
            "group.id=g",
            "key.deserializer=org.apache.kafka.common.serialization.StringDeserializer",
            "auto.offset.reset=none",
            "group.protocol=consumer",
            "enable.auto.commit=true",
            "session.timeout.ms=45000",
            "acks=1",
            "fetch.min.bytes=many");

    for (String name :
        List.of(
            "transactional.id",
            "group.id",
            "key.deserializer",
            "auto.offset.reset",
            "group.protocol",
            "enable.auto.commit",
            "session.timeout.ms",
            "acks")) {
      assertThat(problems, hasItem(containsString(": " + name + " is set by the jobs themselves")));
    }
    assertThat(problems, hasItem(containsString("fetch.min.bytes")));
    assertThat(problems, hasSize(9));
  }

  @Test
  public void bootstrapServersOfTheFileAreUsed() throws Exception {
    KafkaConnection connection = read("bootstrap.servers=cloud.example:9092");

    assertThat(reader.problems(), is(empty()));
    assertThat(connection.bootstrapServers(), is("cloud.example:9092"));
  }

  @Test
  public void otherBootstrapServersInTheFileThanInTheOptionAreRejected() throws Exception {
    options.setBootstrapServers("other.example:9092");

    assertThat(
        problems("bootstrap.servers=cloud.example:9092"),
        contains(containsString("remove one of them")));
  }

  private List<String> problems(String... lines) throws Exception {
    KafkaConnection unused = read(lines);
    return reader.problems();
  }

  private KafkaConnection read(String... lines) throws Exception {
    Path file = folder.newFile().toPath();
    options.setKafkaConfig(Files.write(file, List.of(lines)).toString());
    return KafkaConnection.read(options, reader);
  }
}

package io.userstream.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import io.userstream.io.options.OptionReader;
import io.userstream.io.options.ThisHost;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Checks how the kafkaTls options and the properties of a file fit together. */
public class KafkaTlsTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final KafkaOptions options = PipelineOptionsFactory.as(KafkaOptions.class);
  private final OptionReader reader = new OptionReader();

  @Test
  public void anyOptionImpliesTls() throws Exception {
    assertThat(protocol(), is("null"));
    options.setKafkaTlsVerifyHost(false);
    assertThat(protocol(), is("SSL"));
    assertThat(protocol("security.protocol=plaintext"), is("SSL"));
    assertThat(protocol("security.protocol=SASL_PLAINTEXT"), is("SASL_SSL"));
    assertThat(
        "a login without a protocol",
        protocol(
            "sasl.mechanism=PLAIN",
            "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required"
                + " username='u' password='p';"),
        is("SASL_SSL"));
    assertThat(reader.problems(), is(empty()));
  }

  @Test
  public void contradictingPropertiesAreReportedAllAtOnce() throws Exception {
    options.setKafkaTlsTrust("file:/no/trust");
    options.setKafkaTlsVerifyHost(false);
    String unused =
        protocol("ssl.truststore.location=/x.jks", "ssl.endpoint.identification.algorithm=");

    assertThat(
        reader.problems(),
        contains(
            containsString("--kafkaTlsTrust: there is no file /no/trust"),
            containsString(
                "ssl.endpoint.identification.algorithm contradicts the --kafkaTls options"),
            containsString("ssl.truststore.location contradicts the --kafkaTls options")));
  }

  @Test
  public void aKeyStoreThatThisHostLacksIsNamed() throws Exception {
    KafkaConnection connection =
        read("security.protocol=SSL", "ssl.truststore.location=/no/store.p12");
    UnusableSecretException thrown =
        assertThrows(
            UnusableSecretException.class,
            () -> new FileEngines().configure(configured(connection)));

    assertThat(
        thrown.getMessage(),
        is(
            "ssl.truststore.location=/no/store.p12 on host "
                + ThisHost.name()
                + ": cannot read the file"));
  }

  private static Map<String, ?> configured(KafkaConnection connection) {
    return new AdminClientConfig(connection.clientProperties()).values();
  }

  private String protocol(String... lines) throws Exception {
    return String.valueOf(read(lines).clientProperties().get("security.protocol"));
  }

  private KafkaConnection read(String... lines) throws Exception {
    options.setKafkaConfig(Files.write(folder.newFile().toPath(), List.of(lines)).toString());
    return KafkaConnection.read(options, reader);
  }
}

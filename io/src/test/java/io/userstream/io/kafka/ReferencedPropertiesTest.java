package io.userstream.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.userstream.io.options.OptionReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Checks that references in client properties are resolved in the clients, and only there. */
public class ReferencedPropertiesTest {
  private static final String JAAS =
      "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"u\""
          + " password=\"${file:%s}\";";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final KafkaOptions options = PipelineOptionsFactory.as(KafkaOptions.class);
  private final OptionReader reader = new OptionReader();

  @Test
  public void everyClientResolvesAWholeValue() throws Exception {
    Path key = secret("the-key\nof-two-lines");
    Map<String, Object> properties = read("ssl.keystore.key=file:" + key).clientProperties();

    for (AbstractConfig client : clients(properties)) {
      assertThat(
          client.getPassword(SslConfigs.SSL_KEYSTORE_KEY_CONFIG).value(),
          is("the-key\nof-two-lines"));
      assertThat("its log shows no secret", client.values().toString(), not(containsString("two")));
    }
    assertThat("serialized properties", properties.toString(), not(containsString("two-lines")));
  }

  @Test
  public void aRotatedSecretCountsForNewClients() throws Exception {
    Path key = secret("old");
    Map<String, Object> properties = read("ssl.keystore.key=file:" + key).clientProperties();
    Files.writeString(key, "new");

    for (AbstractConfig client : clients(properties)) {
      assertThat(client.getPassword(SslConfigs.SSL_KEYSTORE_KEY_CONFIG).value(), is("new"));
    }
  }

  @Test
  public void aPasswordInALoginMayContainAnyCharacter() throws Exception {
    String password = "a\"b\\c'd;e}${env:HOME} =f";
    Map<String, Object> properties =
        read("sasl.jaas.config=" + String.format(JAAS, secret(password))).clientProperties();

    for (AbstractConfig client : clients(properties)) {
      JaasContext login =
          JaasContext.loadClientContext(
              Map.of(
                  SaslConfigs.SASL_JAAS_CONFIG, client.getPassword(SaslConfigs.SASL_JAAS_CONFIG)));
      Object resolved = login.configurationEntries().get(0).getOptions().get("password");
      assertThat(resolved, is(password));
    }
  }

  @Test
  public void kafkasOwnProvidersStillWork() throws Exception {
    Path file = folder.newFile("of-kafka.properties").toPath();
    Files.writeString(file, "key=of-kafka\n");
    Map<String, Object> properties =
        read(
                "config.providers=file",
                "config.providers.file.class="
                    + "org.apache.kafka.common.config.provider.FileConfigProvider",
                "ssl.key.password=${file:" + file + ":key}",
                "ssl.keystore.key=file:" + secret("ours"))
            .clientProperties();

    for (AbstractConfig client : clients(properties)) {
      assertThat(client.getPassword("ssl.key.password").value(), is("of-kafka"));
      assertThat(client.getPassword("ssl.keystore.key").value(), is("ours"));
    }
  }

  @Test
  public void missingSecretsAreReportedAllAtOnceByTheirProperties() throws Exception {
    KafkaConnection unused =
        read(
            "ssl.keystore.key=file:/no/key",
            "ssl.key.password=env:NO_SUCH_VARIABLE",
            "sasl.jaas.config=" + String.format(JAAS, "/no/password"),
            "client.id=${vault:secret}");

    assertThat(
        reader.problems(),
        contains(
            containsString("client.id: no provider resolves ${vault:…}"),
            containsString("sasl.jaas.config: there is no file /no/password"),
            containsString("ssl.key.password: environment variable NO_SUCH_VARIABLE is not set"),
            containsString("ssl.keystore.key: there is no file /no/key")));
  }

  @Test
  public void propertiesThatKafkaLogsTakeNoWholeReference() throws Exception {
    KafkaConnection connection = read("sasl.oauthbearer.jwks.endpoint.url=file:/of/kafka");

    assertThat(reader.problems(), is(empty()));
    assertThat(
        connection.clientProperties().get("sasl.oauthbearer.jwks.endpoint.url"),
        is("file:/of/kafka"));
  }

  private Path secret(String secret) throws Exception {
    return Files.writeString(folder.newFile().toPath(), secret);
  }

  private KafkaConnection read(String... lines) throws Exception {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append(line.replace("\\", "\\\\")).append('\n');
    }
    options.setKafkaConfig(secret(text.toString()).toString());
    return KafkaConnection.read(options, reader);
  }

  private static List<AbstractConfig> clients(Map<String, Object> properties) {
    Map<String, Object> all = new HashMap<>(properties);
    all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return List.of(new AdminClientConfig(all), new ConsumerConfig(all), new ProducerConfig(all));
  }
}

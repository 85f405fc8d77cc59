package io.userstream.io.kafka;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.net.HostAndPort;
import io.userstream.io.options.OptionReader;
import io.userstream.io.tls.ClearText;
import io.userstream.runloop.servers.LoginRefusedException;
import io.userstream.runloop.servers.ServerWait;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/** Connection settings for a Kafka cluster. Immutable. */
public final class KafkaConnection implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ImmutableMap<String, Object> properties;

  private KafkaConnection(Map<String, ?> properties) {
    this.properties = ImmutableMap.copyOf(properties);
  }

  /**
   * Creates a connection.
   *
   * @param properties of every client: {@code bootstrap.servers} and security settings
   */
  public static KafkaConnection of(Map<String, ?> properties) {
    return new KafkaConnection(properties);
  }

  /**
   * Reads the Kafka options and the client properties file.
   *
   * @param reader collects problems
   */
  public static KafkaConnection read(KafkaOptions options, OptionReader reader) {
    Map<String, String> file =
        reader
            .parse("kafkaConfig", options.getKafkaConfig(), ClientPropertiesFile::read)
            .orElse(Map.of());
    ReferencedProperties referenced = ReferencedProperties.of(file);
    Stream.concat(
            referenced.problems().stream(),
            ClientPropertiesCheck.problems(referenced.values()).stream())
        .forEach(problem -> reader.reject("kafkaConfig", options.getKafkaConfig(), problem));
    Map<String, Object> properties = new HashMap<>(referenced.values());
    properties.putAll(KafkaTls.read(options, file, reader));
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers(file, options, reader));
    // KafkaIO would leave JMX beans behind for each reader.
    properties.put("auto.include.jmx.reporter", "false");
    return of(properties);
  }

  /** Uses the servers of the file unless the option names others. */
  private static String servers(
      Map<String, String> file, KafkaOptions options, OptionReader reader) {
    String option = options.getBootstrapServers();
    String inFile = file.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
    if (inFile == null || inFile.equals(option)) {
      return reader.hostPorts("bootstrapServers", option);
    }
    if (!option.equals(KafkaOptions.DEFAULT_BOOTSTRAP_SERVERS)) {
      reader.reject(
          "kafkaConfig",
          options.getKafkaConfig(),
          "bootstrap.servers is "
              + inFile
              + ", but --bootstrapServers is "
              + option
              + ": remove one of them");
    }
    return reader.hostPorts("bootstrapServers", inFile);
  }

  /** Returns the properties for all clients of the job. */
  public ImmutableMap<String, Object> clientProperties() {
    return properties;
  }

  /** Returns the bootstrap servers as comma-separated {@code host:port}. */
  public String bootstrapServers() {
    return String.valueOf(properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
  }

  /** Returns the hosts of the bootstrap servers. */
  public List<String> hosts() {
    return Splitter.on(',')
        .trimResults()
        .splitToStream(bootstrapServers())
        .map(server -> HostAndPort.fromString(server).getHost())
        .toList();
  }

  /** Returns the fix if the login is sent to another machine without TLS. */
  public Optional<String> clearText() {
    return ClearText.fix(
        "SASL_PLAINTEXT".equals(properties.get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG))
            ? hosts()
            : List.of(),
        "Set security.protocol=SASL_SSL in --kafkaConfig.");
  }

  /**
   * Waits until a broker responds.
   *
   * @param timeout how long to wait
   * @return a thread-safe client, which the caller closes
   * @throws io.userstream.runloop.servers.ServerUnavailableException if no broker responds in time
   * @throws LoginRefusedException immediately, if the broker rejected the credentials or the
   *     certificate
   */
  public Admin await(Duration timeout) throws InterruptedException {
    clearText().ifPresent(fix -> ClearText.warn(this, fix));
    BrokerAttempts attempts = new BrokerAttempts(toString(), properties);
    try {
      return ServerWait.forServer(toString(), timeout).until(attempts);
    } catch (InterruptedException | RuntimeException e) {
      attempts.abandon();
      throw e;
    }
  }

  /** Returns the name for messages: {@code Kafka at host:port}. */
  @Override
  public String toString() {
    return "Kafka at " + bootstrapServers();
  }
}

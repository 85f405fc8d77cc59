package io.userstream.io.kafka;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableMap;
import io.userstream.io.options.OptionReader;
import io.userstream.runloop.servers.LoginRefusedException;
import io.userstream.runloop.servers.ServerException;
import io.userstream.runloop.servers.ServerWait;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** Connection settings for a Kafka cluster. Immutable. */
public final class KafkaConnection implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The first try is short, so that waiting is soon said; slow brokers get longer ones. */
  private static final Duration FIRST_ATTEMPT = Duration.ofSeconds(1);

  private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(10);

  /** The user in a line of {@code sasl.jaas.config}; the password beside it is never read. */
  private static final Pattern USER = Pattern.compile("\\busername\\s*=\\s*\"?([^\"\\s;]+)");

  private final ImmutableMap<String, Object> properties;

  private KafkaConnection(Map<String, ?> properties) {
    this.properties = ImmutableMap.copyOf(properties);
  }

  /**
   * Makes a connection.
   *
   * @param properties of every client: {@code bootstrap.servers} and, for security, others
   */
  public static KafkaConnection of(Map<String, ?> properties) {
    return new KafkaConnection(properties);
  }

  /**
   * Reads the options of Kafka, and the file of client properties.
   *
   * @param reader gets what is wrong with them
   */
  public static KafkaConnection read(KafkaOptions options, OptionReader reader) {
    String servers = reader.hostPorts("bootstrapServers", options.getBootstrapServers());
    Map<String, Object> properties = new HashMap<>();
    reader
        .parse("kafkaConfig", options.getKafkaConfig(), ClientPropertiesFile::read)
        .ifPresent(properties::putAll);
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
    // No JMX beans: KafkaIO would leave behind a set of them for each reader.
    properties.put("auto.include.jmx.reporter", "false");
    return of(properties);
  }

  /** Returns the properties that every client of the job starts from. */
  public ImmutableMap<String, Object> clientProperties() {
    return properties;
  }

  /** Returns the brokers to start from, as {@code host:port}, separated by commas. */
  public String bootstrapServers() {
    return String.valueOf(properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
  }

  /**
   * Waits until a broker answers.
   *
   * @param timeout how long to wait for it
   * @return a client of the cluster, which the caller closes; safe for use by several threads
   * @throws io.userstream.runloop.servers.ServerUnavailableException when nobody answered in that
   *     time
   * @throws LoginRefusedException at once, when the broker refused user or certificate
   */
  public Admin await(Duration timeout) throws InterruptedException {
    AtomicLong attemptMs = new AtomicLong(FIRST_ATTEMPT.toMillis());
    return ServerWait.forServer(toString(), timeout)
        .until(
            remaining -> {
              long limitMs =
                  attemptMs.getAndUpdate(ms -> Math.min(2 * ms, LONGEST_ATTEMPT.toMillis()));
              return connect(Math.min(limitMs, remaining.toMillis()));
            });
  }

  private Admin connect(long limitMs) throws ServerWait.NotYetException, InterruptedException {
    Admin admin;
    try {
      admin = Admin.create(new HashMap<>(properties));
    } catch (KafkaException e) {
      String reason = Throwables.getRootCause(e).getMessage();
      if (reason != null && reason.contains("No resolvable bootstrap urls")) {
        throw new ServerWait.NotYetException("the name does not resolve", e);
      }
      throw new ServerException(this + ": the client properties do not work: " + reason, e);
    }
    try {
      admin
          .describeCluster(new DescribeClusterOptions().timeoutMs((int) limitMs))
          .clusterId()
          .get();
      return admin;
    } catch (ExecutionException e) {
      admin.close(Duration.ZERO);
      if (e.getCause() instanceof SslAuthenticationException) {
        throw new LoginRefusedException(
            this
                + ": no TLS session: "
                + e.getCause().getMessage()
                + ". Correct the ssl.*"
                + " properties in the file of --kafkaConfig.",
            e);
      }
      if (e.getCause() instanceof AuthenticationException) {
        throw new LoginRefusedException(
            String.format(
                "%s refuses the login of %s: correct user and password in the file of --kafkaConfig.",
                this, user()),
            e);
      }
      if (e.getCause() instanceof RetriableException) {
        throw new ServerWait.NotYetException("no broker answers", e);
      }
      throw new ServerException(this + ": " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      admin.close(Duration.ZERO);
      throw e;
    }
  }

  private String user() {
    Matcher login = USER.matcher(String.valueOf(properties.get(SaslConfigs.SASL_JAAS_CONFIG)));
    return login.find() ? "user " + login.group(1) : "this client";
  }

  /** Names the cluster as a message should: {@code Kafka at host:port}. */
  @Override
  public String toString() {
    return "Kafka at " + bootstrapServers();
  }
}

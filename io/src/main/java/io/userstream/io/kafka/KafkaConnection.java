package io.userstream.io.kafka;

import com.google.common.base.Throwables;
import io.userstream.runloop.servers.LoginRefusedException;
import io.userstream.runloop.servers.ServerException;
import io.userstream.runloop.servers.ServerWait;
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

/** The way to a Kafka cluster, before it is known whether somebody answers. */
public final class KafkaConnection {
  /** The first try is short, so that waiting is soon said; slow brokers get longer ones. */
  private static final Duration FIRST_ATTEMPT = Duration.ofSeconds(1);

  private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(10);

  /** The user in a line of {@code sasl.jaas.config}; the password beside it is never read. */
  private static final Pattern USER = Pattern.compile("\\busername\\s*=\\s*\"?([^\"\\s;]+)");

  private KafkaConnection() {}

  /**
   * Waits until a broker answers.
   *
   * @param properties Kafka client properties: {@code bootstrap.servers} and, for security, others
   * @param timeout how long to wait for it
   * @return a client of the cluster, which the caller closes; safe for use by several threads
   * @throws io.userstream.runloop.servers.ServerUnavailableException when nobody answered in that
   *     time
   * @throws LoginRefusedException at once, when the broker refused user or certificate
   */
  public static Admin await(Map<String, ?> properties, Duration timeout)
      throws InterruptedException {
    String server = "Kafka at " + properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
    AtomicLong attemptMs = new AtomicLong(FIRST_ATTEMPT.toMillis());
    return ServerWait.forServer(server, timeout)
        .until(
            remaining -> {
              long limitMs =
                  attemptMs.getAndUpdate(ms -> Math.min(2 * ms, LONGEST_ATTEMPT.toMillis()));
              return connect(server, properties, Math.min(limitMs, remaining.toMillis()));
            });
  }

  private static Admin connect(String server, Map<String, ?> properties, long limitMs)
      throws ServerWait.NotYetException, InterruptedException {
    Admin admin;
    try {
      admin = Admin.create(new HashMap<>(properties));
    } catch (KafkaException e) {
      String reason = Throwables.getRootCause(e).getMessage();
      if (reason != null && reason.contains("No resolvable bootstrap urls")) {
        throw new ServerWait.NotYetException("the name does not resolve", e);
      }
      throw new ServerException(server + ": the client properties do not work: " + reason, e);
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
            server
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
                server, user(properties)),
            e);
      }
      if (e.getCause() instanceof RetriableException) {
        throw new ServerWait.NotYetException("no broker answers", e);
      }
      throw new ServerException(server + ": " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      admin.close(Duration.ZERO);
      throw e;
    }
  }

  private static String user(Map<String, ?> properties) {
    Matcher login = USER.matcher(String.valueOf(properties.get(SaslConfigs.SASL_JAAS_CONFIG)));
    return login.find() ? "user " + login.group(1) : "this client";
  }
}

package io.userstream.io.kafka;

import io.userstream.runloop.servers.ServerWait;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import javax.annotation.Nullable;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;

/**
 * Attempts to reach a broker. The first ones use the same client, which keeps a connection that is
 * still being set up. In a new JVM on a busy machine, its TLS handshake and login take longer than
 * the first attempt. Not thread-safe.
 */
final class BrokerAttempts implements ServerWait.Attempt<Admin> {
  /**
   * The first attempt is short, so that the job soon reports that it waits. Slow brokers get longer
   * ones.
   */
  private static final Duration FIRST = Duration.ofSeconds(1);

  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** From the third attempt on. */
  private static final Duration EXPLAINED = Duration.ofSeconds(4);

  private final Map<String, Object> properties;
  private final ConnectFaults faults;

  /**
   * The limit of the last attempt that shares a client; each later one has its own. A client keeps
   * to one bootstrap server for as long as that does not respond, and to the addresses that the
   * first one has advertised.
   */
  private final Duration lastShared;

  private Duration limit = FIRST;
  @Nullable private Admin admin;

  BrokerAttempts(String kafka, Map<String, Object> properties) {
    this.properties = new HashMap<>(properties);
    this.faults = new ConnectFaults(kafka, properties);
    boolean hasOthers =
        String.valueOf(properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)).contains(",");
    this.lastShared = hasOthers ? FIRST.multipliedBy(2) : EXPLAINED;
  }

  @Override
  public Admin tryOnce(Duration remaining) throws ServerWait.NotYetException, InterruptedException {
    // Explaining takes time, in which a broker may have started.
    boolean explains = limit.compareTo(EXPLAINED) >= 0 || remaining.compareTo(EXPLAINED) < 0;
    boolean isLastOfClient = limit.compareTo(lastShared) >= 0;
    long limitMs = Math.min(limit.toMillis(), remaining.toMillis());
    limit = shorter(limit.multipliedBy(2), LONGEST);
    Admin client = client();
    try {
      client
          .describeCluster(new DescribeClusterOptions().timeoutMs((int) limitMs))
          .clusterId()
          .get();
      return client;
    } catch (ExecutionException e) {
      if (isLastOfClient) {
        abandon();
      }
      throw faults.ofRequest(e.getCause(), explains);
    }
  }

  private Admin client() throws ServerWait.NotYetException {
    if (admin == null) {
      try {
        admin = Admin.create(properties);
      } catch (KafkaException e) {
        throw faults.ofCreation(e);
      }
    }
    return admin;
  }

  /** Closes the client. The next attempt opens another one. */
  void abandon() {
    if (admin != null) {
      admin.close(Duration.ZERO);
      admin = null;
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}

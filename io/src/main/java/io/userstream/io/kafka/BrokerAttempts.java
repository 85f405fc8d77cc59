package io.userstream.io.kafka;

import io.userstream.runloop.servers.ServerWait;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import javax.annotation.Nullable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;

/**
 * Attempts to reach a broker. All use one client, so a connection and its login go on between two
 * attempts. In a new JVM on a busy machine, they take longer than the first attempts. Not
 * thread-safe.
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
  private Duration limit = FIRST;
  @Nullable private Admin admin;

  BrokerAttempts(String kafka, Map<String, Object> properties) {
    this.properties = new HashMap<>(properties);
    this.faults = new ConnectFaults(kafka, properties);
  }

  @Override
  public Admin tryOnce(Duration remaining) throws ServerWait.NotYetException, InterruptedException {
    // Explaining takes time, in which a broker may have started.
    boolean explains = limit.compareTo(EXPLAINED) >= 0 || remaining.compareTo(EXPLAINED) < 0;
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

  /** Closes the client, after attempts that all failed. */
  void abandon() {
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}

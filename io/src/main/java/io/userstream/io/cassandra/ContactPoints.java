package io.userstream.io.cassandra;

import com.google.common.collect.ImmutableList;
import io.userstream.io.options.ThisHost;
import io.userstream.runloop.servers.LogInterval;
import io.userstream.runloop.servers.ServerUnavailableException;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nullable;
import org.apache.beam.sdk.options.ValueProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The contact points of a Cassandra cluster whose names resolve at the moment, on the worker that
 * asks. The driver rejects the whole list if one name does not resolve, as is the case in Docker
 * and Kubernetes when a node is stopped.
 */
final class ContactPoints implements ValueProvider<List<String>>, Serializable {
  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(ContactPoints.class);

  private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

  /** Static, because each writer of CassandraIO has a copy: one warning per JVM. */
  private static final Map<String, LogInterval> WARNINGS = new ConcurrentHashMap<>();

  private final ImmutableList<String> hosts;
  @Nullable private final String reader;

  private ContactPoints(ImmutableList<String> hosts, @Nullable String reader) {
    this.hosts = hosts;
    this.reader = reader;
  }

  static ContactPoints of(ImmutableList<String> hosts) {
    return new ContactPoints(hosts, null);
  }

  /** Returns contact points for one transform that reads, whose connections CassandraIO keeps. */
  ContactPoints forReader() {
    return new ContactPoints(hosts, UUID.randomUUID().toString());
  }

  /**
   * Returns the hosts whose names resolve, at least one. Logs a warning about the others.
   * CassandraIO asks for them before it uses a connection that it keeps.
   *
   * @throws ServerUnavailableException if no name resolves, which a retry may fix
   */
  @Override
  public List<String> get() {
    if (reader != null) {
      ReadSessions.dropUnusable(reader);
    }
    ImmutableList.Builder<String> found = ImmutableList.builder();
    ImmutableList.Builder<String> unresolved = ImmutableList.builder();
    for (String host : hosts) {
      (ThisHost.resolves(host) ? found : unresolved).add(host);
    }
    List<String> reachable = found.build();
    if (reachable.isEmpty()) {
      throw new ServerUnavailableException(
          "none of the contact points resolves: " + String.join(", ", hosts), null);
    }
    unresolved.build().forEach(ContactPoints::warn);
    return reachable;
  }

  private static void warn(String host) {
    LogInterval interval =
        WARNINGS.computeIfAbsent(host, unused -> new LogInterval(LOG_INTERVAL, System::nanoTime));
    synchronized (interval) {
      if (interval.isDue()) {
        LOG.warn("contact point {} of Cassandra does not resolve: using the others", host);
      }
    }
  }

  @Override
  public boolean isAccessible() {
    return true;
  }

  /** Returns the hosts of the option, for display data. */
  @Override
  public String toString() {
    return String.join(",", hosts);
  }
}

package io.userstream.io.cassandra;

import com.datastax.driver.core.Cluster;
import com.datastax.driver.core.Session;
import java.lang.reflect.Field;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.io.cassandra.ConnectionManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops connections that CassandraIO keeps for the life of the JVM to read tables, but cannot use
 * any more: a driver that has lost all nodes waits up to ten minutes before it connects again, and
 * a cluster whose first connection failed is closed for good. CassandraIO never replaces them.
 */
final class ReadSessions {
  private static final Logger LOG = LoggerFactory.getLogger(ReadSessions.class);

  private static final Map<String, Cluster> CLUSTERS = kept("clusterMap");
  private static final Map<String, Session> SESSIONS = kept("sessionMap");

  /** More than a JVM reads at the same time. */
  private static final int MAX_READERS = 100;

  private static final Set<String> READERS = new LinkedHashSet<>();

  private ReadSessions() {}

  /**
   * Drops what cannot be used, when a reader asks for the first time. If each of its queries did,
   * each would wait for a database that is down.
   *
   * @param reader unique for each transform that reads
   */
  static synchronized void dropUnusable(String reader) {
    if (!READERS.add(reader)) {
      return;
    }
    if (READERS.size() > MAX_READERS) {
      READERS.remove(READERS.iterator().next());
    }
    CLUSTERS.values().forEach(ReadSessions::closeIfLost);
    SESSIONS.values().removeIf(Session::isClosed);
    CLUSTERS.values().removeIf(Cluster::isClosed);
  }

  private static void closeIfLost(Cluster cluster) {
    List<Session> sessions =
        SESSIONS.values().stream().filter(session -> session.getCluster() == cluster).toList();
    // A cluster without a session may be connecting in another thread.
    if (!sessions.isEmpty() && sessions.stream().allMatch(ReadSessions::isLost)) {
      var unused = cluster.closeAsync();
    }
  }

  private static boolean isLost(Session session) {
    return session.getState().getConnectedHosts().isEmpty();
  }

  @SuppressWarnings("unchecked") // as CassandraIO declares it
  private static <T> Map<String, T> kept(String name) {
    try {
      Field field = ConnectionManager.class.getDeclaredField(name);
      field.setAccessible(true);
      return (Map<String, T>) field.get(null);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      LOG.warn(
          "with this release of Beam, reads may fail for minutes after Cassandra was down: restart"
              + " the job if they do",
          e);
      return Map.of();
    }
  }
}

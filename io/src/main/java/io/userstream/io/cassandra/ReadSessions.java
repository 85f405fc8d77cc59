package io.userstream.io.cassandra;

import com.datastax.driver.core.Cluster;
import com.datastax.driver.core.Session;
import java.lang.reflect.Field;
import java.util.Map;
import org.apache.beam.sdk.io.cassandra.ConnectionManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections for reads that CassandraIO keeps for the life of the JVM, where it has no way to
 * replace them. Without that, a JVM that reads again and again fails long after Cassandra is back:
 * a driver that has lost all nodes waits up to ten minutes before it connects again, and a cluster
 * whose first connection failed is closed for good.
 */
final class ReadSessions {
  private static final Logger LOG = LoggerFactory.getLogger(ReadSessions.class);

  private static final Map<String, Cluster> CLUSTERS = kept("clusterMap");
  private static final Map<String, Session> SESSIONS = kept("sessionMap");

  private ReadSessions() {}

  /** Makes CassandraIO connect again instead of using connections that cannot be used anymore. */
  static void forgetUnusable() {
    SESSIONS.values().removeIf(ReadSessions::closeUnusable);
    CLUSTERS.values().removeIf(Cluster::isClosed);
  }

  private static boolean closeUnusable(Session session) {
    if (session.isClosed()) {
      return true;
    }
    if (!session.getState().getConnectedHosts().isEmpty()) {
      return false;
    }
    var unused = session.getCluster().closeAsync(); // takes two seconds
    return true;
  }

  @SuppressWarnings("unchecked") // as CassandraIO declares it
  private static <T> Map<String, T> kept(String name) {
    try {
      Field field = ConnectionManager.class.getDeclaredField(name);
      field.setAccessible(true);
      return (Map<String, T>) field.get(null);
    } catch (ReflectiveOperationException e) {
      LOG.warn("reads may fail for minutes after Cassandra was down, with this release of Beam", e);
      return Map.of();
    }
  }
}

package io.userstream.io.cassandra;

import com.datastax.driver.core.ConsistencyLevel;
import com.datastax.driver.core.Host;
import com.datastax.driver.core.Session;
import com.datastax.driver.core.SimpleStatement;
import java.time.Instant;
import java.util.Date;

/** Reads the clocks of nodes. */
public final class NodeClock {
  private NodeClock() {}

  /**
   * Returns the time of a node.
   *
   * @throws com.datastax.driver.core.exceptions.DriverException if it does not respond
   */
  public static Instant of(Session session, Host host) {
    Date now =
        session
            .execute(
                new SimpleStatement("SELECT toTimestamp(now()) AS now FROM system.local")
                    .setHost(host)
                    .setConsistencyLevel(ConsistencyLevel.ONE))
            .one()
            .getTimestamp("now");
    return now.toInstant();
  }
}

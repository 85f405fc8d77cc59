package io.userstream.io.cassandra;

import com.datastax.driver.core.Host;
import com.datastax.driver.core.HostDistance;
import com.datastax.driver.core.Metadata;
import com.datastax.driver.core.Session;
import com.datastax.driver.core.policies.LoadBalancingPolicy;
import com.google.common.collect.ImmutableMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The replicas of a keyspace, compared with what the consistency level of a job needs. Immutable.
 *
 * @param needed the number of replicas that a statement needs
 * @param outOf the number of replicas among which those are
 * @param isEnough whether statements succeed if every replica is up
 * @param ranges the number of token ranges
 * @param rangesDown the number of token ranges of which too few replicas are up now
 */
public record ReplicaState(int needed, int outOf, boolean isEnough, int ranges, int rangesDown) {
  private static final String FACTOR = "replication_factor";

  /**
   * Compares an existing keyspace.
   *
   * @param session of a client of the connection, which knows the nodes that are up
   */
  public static ReplicaState of(
      Session session,
      CassandraConnection connection,
      String keyspace,
      KeyspaceReplication replication) {
    Metadata cluster = session.getCluster().getMetadata();
    String localDc = localDc(session);
    RequiredReplicas required =
        new RequiredReplicas(connection.consistency(), byDataCenter(replication, localDc), localDc);
    String name = keyspace.toLowerCase(Locale.ROOT);
    var ranges = cluster.getTokenRanges();
    return new ReplicaState(
        required.number(),
        required.outOf(),
        required.isMetBy(required.replicas()),
        ranges.size(),
        (int)
            ranges.stream()
                .filter(range -> !required.isMetBy(live(cluster.getReplicas(name, range))))
                .count());
  }

  /** Returns the data center that the driver has chosen, or that the options name. */
  private static String localDc(Session session) {
    LoadBalancingPolicy policy =
        session.getCluster().getConfiguration().getPolicies().getLoadBalancingPolicy();
    return session.getCluster().getMetadata().getAllHosts().stream()
        .filter(host -> policy.distance(host) == HostDistance.LOCAL)
        .map(host -> String.valueOf(host.getDatacenter()))
        .findFirst()
        .orElse("");
  }

  /** Returns the replicas by data center. SimpleStrategy ignores data centers. */
  static ImmutableMap<String, Integer> byDataCenter(
      KeyspaceReplication replication, String localDc) {
    ImmutableMap.Builder<String, Integer> replicas = ImmutableMap.builder();
    replication
        .parameters()
        .forEach(
            (key, value) -> {
              // Transient replication writes 3/1.
              String number = value.replaceFirst("/.*", "");
              if (number.matches("[0-9]+")) {
                replicas.put(key.equals(FACTOR) ? localDc : key, Integer.parseInt(number));
              }
            });
    return replicas.buildKeepingLast();
  }

  private static Map<String, Integer> live(Iterable<Host> replicas) {
    Map<String, Integer> live = new HashMap<>();
    for (Host host : replicas) {
      if (host.isUp()) {
        int unused = live.merge(String.valueOf(host.getDatacenter()), 1, Integer::sum);
      }
    }
    return live;
  }
}

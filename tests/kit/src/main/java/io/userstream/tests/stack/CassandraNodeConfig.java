package io.userstream.tests.stack;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * Describes one node of a {@link CassandraCluster}.
 *
 * @param name of its process and its directory
 * @param host its address, one of the loopback network
 * @param port for CQL, the same on all nodes, as clients want it
 * @param storagePort for the other nodes, the same on all of them
 * @param jmxPort on 127.0.0.1
 * @param seeds addresses of the nodes that it asks for the cluster
 * @param dataCenter name of its data center
 * @param ringDelayMs how long a new node waits for the others' answers
 * @param token its first token; null for a node that takes over those of a dead one at its address
 */
record CassandraNodeConfig(
    String name,
    String host,
    int port,
    int storagePort,
    int jmxPort,
    ImmutableList<String> seeds,
    String dataCenter,
    int ringDelayMs,
    @Nullable Long token,
    boolean passwordAuthentication,
    boolean periodicCommitLog) {

  /** The same address and data center for a new node without data, once the first one is dead. */
  CassandraNodeConfig replacement(String newName, List<String> otherHosts) {
    return new CassandraNodeConfig(
        newName,
        host,
        port,
        storagePort,
        jmxPort,
        // A seed would not ask the others for its data.
        ImmutableList.copyOf(otherHosts),
        dataCenter,
        ringDelayMs,
        null,
        passwordAuthentication,
        periodicCommitLog);
  }

  boolean isReplacement() {
    return token == null;
  }

  /** Returns the seeds as {@code cassandra.yaml} has them. */
  String seedList() {
    return seeds.stream().map(host -> host + ":" + storagePort).collect(Collectors.joining(","));
  }
}

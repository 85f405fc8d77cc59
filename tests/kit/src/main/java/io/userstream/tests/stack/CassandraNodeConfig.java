package io.userstream.tests.stack;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * Describes one node of a {@link CassandraCluster}.
 *
 * @param name name of its process and its directory
 * @param host its address, in the loopback network
 * @param port port for CQL, the same on all nodes as clients expect
 * @param storagePort port for the other nodes, the same on all of them
 * @param jmxPort port on 127.0.0.1
 * @param seeds addresses of the nodes through which it joins the cluster
 * @param dataCenter name of its data center
 * @param ringDelayMs how long a new node waits for the others' answers
 * @param token its first token, or null for a node that takes over the tokens of a dead node at its
 *     address
 * @param tls its certificate and that of its clients, or null for a node without TLS
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
    @Nullable CassandraTls tls,
    boolean periodicCommitLog) {

  /** Returns the same node without data, for replacing a dead node at its address. */
  CassandraNodeConfig replacement(String newName, List<String> otherHosts) {
    return new CassandraNodeConfig(
        newName,
        host,
        port,
        storagePort,
        jmxPort,
        // A seed node would not fetch data from the others.
        ImmutableList.copyOf(otherHosts),
        dataCenter,
        ringDelayMs,
        null,
        passwordAuthentication,
        tls,
        periodicCommitLog);
  }

  boolean isReplacement() {
    return token == null;
  }

  /** Returns the seeds in the form of {@code cassandra.yaml}. */
  String seedList() {
    return seeds.stream().map(host -> host + ":" + storagePort).collect(Collectors.joining(","));
  }
}

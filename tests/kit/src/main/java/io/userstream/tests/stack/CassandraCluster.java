package io.userstream.tests.stack;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * A real Cassandra of one to three nodes on 127.0.0.1, 127.0.0.2 and 127.0.0.3, in one or several
 * data centers. All nodes use the same port for CQL. Thread-safe.
 */
public final class CassandraCluster {
  private static final Duration NODETOOL_LIMIT = Duration.ofMinutes(3);

  /** A single node has no ring to wait for. */
  private static final int NO_RING_MS = 100;

  /** Measured: on two busy cores, a new node's first answer takes more than a second. */
  private static final int RING_DELAY_MS = 10_000;

  private final ServerContext context;
  private final List<CassandraNode> nodes;
  private int nodeTools;
  private int replacements;

  private CassandraCluster(List<CassandraNode> nodes, ServerContext context) {
    this.nodes = new CopyOnWriteArrayList<>(nodes);
    this.context = context;
  }

  /**
   * Describes a cluster.
   *
   * @param dataCenters the name of each node's data center
   */
  static CassandraCluster prepare(
      List<String> dataCenters,
      boolean passwordAuthentication,
      @Nullable CertificateAuthority authority,
      boolean periodicCommitLog,
      ServerContext context) {
    int port = FreePorts.next();
    int storagePort = FreePorts.next();
    List<CassandraNode> nodes = new ArrayList<>();
    for (int i = 0; i < dataCenters.size(); i++) {
      nodes.add(
          CassandraNode.prepare(
              new CassandraNodeConfig(
                  dataCenters.size() == 1 ? "cassandra" : "cassandra-" + (i + 1),
                  "127.0.0." + (i + 1),
                  port,
                  storagePort,
                  FreePorts.next(),
                  ImmutableList.of("127.0.0.1"),
                  dataCenters.get(i),
                  dataCenters.size() == 1 ? NO_RING_MS : RING_DELAY_MS,
                  Long.MIN_VALUE / dataCenters.size() * (i + 1) + Long.MAX_VALUE,
                  passwordAuthentication,
                  authority == null ? null : CassandraTls.issued(authority, "127.0.0." + (i + 1)),
                  periodicCommitLog),
              context));
    }
    return new CassandraCluster(nodes, context);
  }

  /** Starts all nodes for the first time, and waits until they serve and know each other. */
  void create() {
    nodes.get(0).create();
    InParallel.run(nodes.stream().skip(1).map(node -> (Runnable) node::create).toList());
    nodes.forEach(this::awaitPeers);
  }

  private void awaitPeers(CassandraNode node) {
    nodes.stream().filter(other -> other != node).forEach(node::awaitPeer);
  }

  /** Returns the nodes, running or not. */
  public List<CassandraNode> nodes() {
    return List.copyOf(nodes);
  }

  /**
   * Returns a node.
   *
   * @param number from 1, the last part of its address
   */
  public CassandraNode node(int number) {
    return nodes.get(number - 1);
  }

  /** Returns the addresses of all nodes, running or not, separated by commas. */
  String hosts() {
    return nodes.stream().map(CassandraNode::host).collect(Collectors.joining(","));
  }

  /** Starts a stopped or killed node, and waits until it has found the others. */
  public void restart(int number) {
    node(number).start();
    awaitPeers(node(number));
  }

  /**
   * Replaces a killed node, whose disk is lost, with a new node without data. Returns when the new
   * node has the data of the others and serves.
   */
  public void replace(int number) {
    CassandraNode dead = node(number);
    List<String> others =
        nodes.stream().filter(node -> node != dead).map(CassandraNode::host).toList();
    replacements++;
    CassandraNode fresh =
        CassandraNode.prepare(
            dead.config().replacement(dead.config().name() + "-new-" + replacements, others),
            context);
    StackDirectories.delete(dead.log().resolveSibling(dead.config().name()));
    nodes.set(number - 1, fresh);
    fresh.start();
    awaitPeers(fresh);
  }

  /**
   * Repairs a keyspace in full: afterwards, every replica on this node has the data of the others.
   */
  public void repair(int number, String keyspace) {
    nodetool(number, "repair", "--full", keyspace);
  }

  /** Switches the recording of every statement in {@code system_traces} on or off on all nodes. */
  public void trace(boolean all) {
    for (int number = 1; number <= nodes.size(); number++) {
      nodetool(number, "settraceprobability", all ? "1" : "0");
    }
  }

  /**
   * Runs Cassandra's {@code nodetool} on a node.
   *
   * @throws ServerFailedException with its output, if it fails
   */
  private void nodetool(int number, String... arguments) {
    List<String> line = new ArrayList<>(List.of("-p", "" + node(number).config().jmxPort()));
    line.addAll(List.of(arguments));
    ServerProcess tool =
        context.server(
            "nodetool-" + ++nodeTools,
            new ChildCommand(
                context.classPath("cassandra"),
                CassandraSettings.NODETOOL_OPTIONS,
                "org.apache.cassandra.tools.NodeTool",
                line));
    tool.launch();
    tool.awaitSuccess(NODETOOL_LIMIT);
  }
}

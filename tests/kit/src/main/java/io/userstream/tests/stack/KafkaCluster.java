package io.userstream.tests.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** A real Kafka cluster (KRaft) of one to three nodes on 127.0.0.1. Thread-safe. */
public final class KafkaCluster {
  /** Any base64 uuid works: a cluster never meets the data of another. */
  static final String CLUSTER_ID = "dXNlcnN0cmVhbS1zdGFjaw";

  private static final int MAX_NODES = 3;
  private static final int CONTROLLER_ANSWER_SECONDS = 30;

  private final List<KafkaNode> nodes;

  private KafkaCluster(List<KafkaNode> nodes) {
    this.nodes = List.copyOf(nodes);
  }

  static KafkaCluster prepare(LocalStackBuilder stack, ServerContext context) {
    int nodeCount = stack.kafkaNodes;
    if (nodeCount < 1 || nodeCount > MAX_NODES) {
      throw new IllegalArgumentException(
          "kafka nodes: " + nodeCount + ", expected 1 to " + MAX_NODES);
    }
    int[] clientPorts = IntStream.range(0, nodeCount).map(i -> FreePorts.next()).toArray();
    int[] controllerPorts = IntStream.range(0, nodeCount).map(i -> FreePorts.next()).toArray();
    String voters =
        IntStream.range(0, nodeCount)
            .mapToObj(i -> (i + 1) + "@127.0.0.1:" + controllerPorts[i])
            .collect(Collectors.joining(","));
    List<KafkaNode> nodes = new ArrayList<>();
    for (int i = 0; i < nodeCount; i++) {
      Map<String, String> settings = clusterSettings(nodeCount);
      settings.put("node.id", Integer.toString(i + 1));
      settings.put("controller.quorum.voters", voters);
      String clientListener = "PLAINTEXT://127.0.0.1:" + clientPorts[i];
      settings.put("listeners", clientListener + ",CONTROLLER://127.0.0.1:" + controllerPorts[i]);
      settings.put("advertised.listeners", clientListener);
      Map<String, Integer> ports = new TreeMap<>();
      for (KafkaListener listener : stack.kafkaListeners) {
        ports.put(listener.name(), FreePorts.next());
        listener.addTo(settings, ports.get(listener.name()));
      }
      settings.putAll(stack.kafkaSettings);
      nodes.add(KafkaNode.prepare(i + 1, clientPorts[i], ports, settings, stack, context));
    }
    return new KafkaCluster(nodes);
  }

  private static Map<String, String> clusterSettings(int nodeCount) {
    String replicas = Integer.toString(nodeCount);
    String minInSync = Integer.toString(Math.max(1, nodeCount - 1));
    Map<String, String> settings = new TreeMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("inter.broker.listener.name", "PLAINTEXT");
    settings.put("auto.create.topics.enable", "false");
    settings.put("num.partitions", "6");
    settings.put("default.replication.factor", replicas);
    settings.put("min.insync.replicas", minInSync);
    // Internal topics: the default is 50 partitions with 3 replicas.
    settings.put("offsets.topic.num.partitions", "3");
    settings.put("offsets.topic.replication.factor", replicas);
    settings.put("transaction.state.log.num.partitions", "3");
    settings.put("transaction.state.log.replication.factor", replicas);
    settings.put("transaction.state.log.min.isr", minInSync);
    // Lets the first member join at once (default 3 s), and a dead one be noticed after 1 s (6 s).
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("group.min.session.timeout.ms", "1000");
    // A killed node's restart waits until its earlier session has expired (default 9 s).
    settings.put("broker.session.timeout.ms", "3000");
    settings.put("broker.heartbeat.interval.ms", "500");
    // Leadership returns soon after a node is back (default 300 s).
    settings.put("leader.imbalance.check.interval.seconds", "5");
    // Lets a test force compaction by topic settings and see it soon (default 15 s). The default
    // buffer is a quarter of this heap.
    settings.put("log.cleaner.backoff.ms", "200");
    settings.put("log.cleaner.dedupe.buffer.size", "16777216");
    return settings;
  }

  /** Formats and starts all nodes, and waits until each serves. */
  void create() {
    onAllNodes(KafkaNode::format);
    startAll();
  }

  /** Returns the client listeners of all nodes, running or not: {@code host:port,host:port}. */
  public String bootstrapServers() {
    return nodes.stream().map(node -> "127.0.0.1:" + node.port()).collect(Collectors.joining(","));
  }

  /** Returns the addresses of a {@link KafkaListener}: {@code localhost:port,localhost:port}. */
  public String bootstrapServers(String listener) {
    return nodes.stream()
        .map(node -> "localhost:" + node.port(listener))
        .collect(Collectors.joining(","));
  }

  /** Returns all nodes, by id. */
  public List<KafkaNode> nodes() {
    return nodes;
  }

  /**
   * Returns a node.
   *
   * @param id from 1
   */
  public KafkaNode node(int id) {
    return nodes.get(id - 1);
  }

  /** Starts the stopped nodes in parallel, and waits until each serves. */
  public void startAll() {
    List<KafkaNode> down = nodes.stream().filter(node -> !node.isRunning()).toList();
    down.forEach(KafkaNode::launch);
    down.forEach(KafkaNode::awaitStarted);
  }

  /** Kills all nodes with SIGKILL. */
  public void killAll() {
    nodes.forEach(KafkaNode::kill);
  }

  /** Stops all nodes in parallel with SIGTERM. */
  public void stopAll() {
    onAllNodes(KafkaNode::stop);
  }

  /**
   * Returns the id of the node whose controller is active.
   *
   * @throws IllegalStateException if the cluster does not answer within 30 s
   */
  public int activeController() {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
      return admin
          .describeMetadataQuorum()
          .quorumInfo()
          .get(CONTROLLER_ANSWER_SECONDS, TimeUnit.SECONDS)
          .leaderId();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Kafka does not name its active controller", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading Kafka's active controller", e);
    }
  }

  private void onAllNodes(Consumer<KafkaNode> action) {
    InParallel.run(nodes.stream().map(node -> (Runnable) () -> action.accept(node)).toList());
  }
}

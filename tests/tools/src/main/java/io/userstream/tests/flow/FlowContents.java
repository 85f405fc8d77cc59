package io.userstream.tests.flow;

import com.datastax.driver.core.Cluster;
import com.datastax.driver.core.ConsistencyLevel;
import com.datastax.driver.core.QueryOptions;
import com.datastax.driver.core.Row;
import com.datastax.driver.core.Session;
import com.datastax.driver.core.SimpleStatement;
import com.datastax.driver.core.policies.DCAwareRoundRobinPolicy;
import com.datastax.driver.core.policies.LoadBalancingPolicy;
import com.datastax.driver.core.policies.RoundRobinPolicy;
import com.datastax.driver.core.policies.WhiteListPolicy;
import io.userstream.tests.stack.CassandraNode;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the servers with its own clients, independent of the project's code. */
public final class FlowContents {
  private final Flow flow;

  /** A new instance for each cluster object, because it has state. */
  private final Supplier<LoadBalancingPolicy> nodes;

  private final ConsistencyLevel consistency;

  /** Reads the whole Cassandra cluster. */
  FlowContents(Flow flow) {
    this(
        flow,
        () ->
            DCAwareRoundRobinPolicy.builder()
                .withLocalDc(flow.stack().cassandra().dataCenter())
                .build(),
        ConsistencyLevel.LOCAL_QUORUM);
  }

  private FlowContents(
      Flow flow, Supplier<LoadBalancingPolicy> nodes, ConsistencyLevel consistency) {
    this.flow = flow;
    this.nodes = nodes;
    this.consistency = consistency;
  }

  /** Reads the same topics, and the rows that a single replica holds. */
  public FlowContents onReplica(CassandraNode node) {
    return new FlowContents(
        flow,
        () ->
            new WhiteListPolicy(
                new RoundRobinPolicy(), List.of(new InetSocketAddress(node.host(), node.port()))),
        ConsistencyLevel.ONE);
  }

  /** Returns the ids of all rows. */
  public SortedSet<String> rowIds() {
    return rowIds(flow.table());
  }

  /** Returns the ids of all rows of another table in the flow's keyspace. */
  public SortedSet<String> rowIds(String table) {
    return query(
        "SELECT id FROM " + table,
        rows ->
            rows.stream()
                .map(row -> row.getUUID("id").toString())
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** Counts the rows, which may not fit into memory. */
  public long countRows() {
    try (Cluster cluster = cluster();
        Session session = cluster.connect(flow.keyspace())) {
      long count = 0;
      for (Row unused : session.execute(select("SELECT id FROM " + flow.table()))) {
        count++;
      }
      return count;
    }
  }

  /** Returns one column of every row, by id. */
  public Map<String, Object> column(String name) {
    return query(
        "SELECT id, " + name + " AS wanted FROM " + flow.table(),
        rows -> {
          Map<String, Object> values = new HashMap<>();
          rows.forEach(row -> values.put(row.getUUID("id").toString(), row.getObject("wanted")));
          return values;
        });
  }

  /** Reads columns of every row, page by page. */
  public void forEachRow(Collection<String> columns, java.util.function.Consumer<Row> use) {
    try (Cluster cluster = cluster();
        Session session = cluster.connect(flow.keyspace())) {
      session
          .execute(select("SELECT " + String.join(", ", columns) + " FROM " + flow.table()))
          .forEach(use);
    }
  }

  /** Executes a statement in the flow's keyspace. */
  public void execute(String statement) {
    query(statement, rows -> null);
  }

  /** Returns the rows that a statement selects from any table. */
  public List<Row> query(String statement) {
    return query(statement, rows -> rows);
  }

  private <T> T query(String statement, Function<List<Row>, T> use) {
    try (Cluster cluster = cluster();
        Session session = cluster.connect(flow.keyspace())) {
      return use.apply(session.execute(select(statement)).all());
    }
  }

  private Cluster cluster() {
    return CassandraClients.builder(flow.stack())
        .withLoadBalancingPolicy(nodes.get())
        .withQueryOptions(new QueryOptions().setConsistencyLevel(consistency))
        .build();
  }

  private static SimpleStatement select(String statement) {
    SimpleStatement select = new SimpleStatement(statement);
    select.setFetchSize(5_000).setReadTimeoutMillis(60_000);
    return select;
  }

  /** Returns every record of the users topic, whether or not it is stored. */
  public List<ConsumerRecord<byte[], byte[]>> records() {
    return records(flow.topic());
  }

  /** Returns the keys of the users topic. */
  public Set<String> keys() {
    return records().stream()
        .map(record -> new String(record.key(), StandardCharsets.UTF_8))
        .collect(Collectors.toSet());
  }

  /** Returns every dead letter. */
  public List<ConsumerRecord<byte[], byte[]>> deadLetters() {
    return records(flow.deadLetterTopic());
  }

  /** Opens a consumer of committed records without a group. The caller closes it. */
  public Consumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        KafkaClients.properties(
            flow.stack(), Map.of("isolation.level", "read_committed", "max.poll.records", "5000")),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .collect(Collectors.toList());
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream()
          .anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  /** Returns the group's committed offsets, without partitions that have none. */
  public Map<TopicPartition, Long> committed() {
    try (GroupOffsets offsets = new GroupOffsets(flow)) {
      return offsets.committed();
    }
  }
}

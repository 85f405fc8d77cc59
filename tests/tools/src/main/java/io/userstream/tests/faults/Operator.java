package io.userstream.tests.faults;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.CassandraNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Does what an operator could do to a flow's topic, keyspace and role: reads where the replicas
 * are, changes their number, and grants and revokes permissions.
 */
final class Operator {
  private static final String JOB_ROLE = "store_job";
  private static final String JOB_PASSWORD = "for the tests alone";

  private final Flow flow;

  Operator(Flow flow) {
    this.flow = flow;
  }

  /** Returns the id of the node that leads most partitions of the topic. */
  int leaderOfMost() {
    return description().partitions().stream()
        .collect(Collectors.groupingBy(partition -> partition.leader().id(), Collectors.counting()))
        .entrySet()
        .stream()
        .max(Map.Entry.comparingByValue())
        .orElseThrow()
        .getKey();
  }

  /** Waits until every partition has all its replicas in sync, so that the next broker may fail. */
  void awaitReplicas() {
    Await.until(
        "all replicas are in sync",
        FlowUnderFire.LIMIT,
        () ->
            description().partitions().stream()
                .allMatch(partition -> partition.isr().size() == partition.replicas().size()));
  }

  /** Returns the numbers of the topic's partitions. */
  List<Integer> partitions() {
    return description().partitions().stream().map(TopicPartitionInfo::partition).toList();
  }

  /** Returns a partition's leader, then its other replicas, as ids of their nodes. */
  List<Integer> replicas(int partition) {
    TopicPartitionInfo info = description().partitions().get(partition);
    List<Integer> ids = new ArrayList<>(info.replicas().stream().map(Node::id).toList());
    ids.remove((Integer) info.leader().id());
    ids.add(0, info.leader().id());
    return ids;
  }

  /** Waits until a node leads a partition. */
  void awaitLeader(int partition, int id) {
    Await.until(
        "node " + id + " leads partition " + partition,
        FlowUnderFire.LIMIT,
        () -> replicas(partition).get(0) == id);
  }

  private TopicDescription description() {
    return asked(
        admin ->
            admin.describeTopics(List.of(flow.topic())).allTopicNames().get().get(flow.topic()));
  }

  /** Deletes the users topic, and returns when its name is free. */
  void deleteTopic() {
    asked(admin -> admin.deleteTopics(List.of(flow.topic())).all().get());
    Await.until(
        "the topic is deleted",
        FlowUnderFire.LIMIT,
        () -> !asked(admin -> admin.listTopics().names().get()).contains(flow.topic()));
  }

  /**
   * Allows a single replica to acknowledge, and a replica that lacks the last records to lead the
   * users topic.
   */
  void preferAvailability() {
    alter(flow.topic(), "unclean.leader.election.enable", "true");
    alter(flow.topic(), "min.insync.replicas", "1");
    alter(flow.deadLetterTopic(), "min.insync.replicas", "1");
  }

  private void alter(String topic, String setting, String value) {
    asked(
        admin ->
            admin
                .incrementalAlterConfigs(
                    Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(
                            new AlterConfigOp(
                                new ConfigEntry(setting, value), AlterConfigOp.OpType.SET))))
                .all()
                .get());
  }

  /**
   * Resets the group to the beginning of the topic once it has no members, like {@code
   * kafka-consumer-groups.sh --reset-offsets --to-earliest --execute}.
   */
  void resetOffsets() {
    Map<TopicPartition, OffsetSpec> asked =
        partitions().stream()
            .collect(
                Collectors.toMap(
                    partition -> new TopicPartition(flow.topic(), partition),
                    partition -> OffsetSpec.earliest()));
    Await.until(
        "the offsets are reset",
        FlowUnderFire.LIMIT,
        () ->
            asked(
                admin -> {
                  Map<TopicPartition, OffsetAndMetadata> earliest = new HashMap<>();
                  admin
                      .listOffsets(asked)
                      .all()
                      .get()
                      .forEach(
                          (partition, found) ->
                              earliest.put(partition, new OffsetAndMetadata(found.offset())));
                  admin.alterConsumerGroupOffsets(flow.group(), earliest).all().get();
                  return true;
                }));
  }

  /** A request to the brokers. */
  @FunctionalInterface
  private interface Question<T> {
    T of(Admin admin) throws ExecutionException, InterruptedException;
  }

  private <T> T asked(Question<T> question) {
    try (Admin admin = KafkaClients.admin(flow.stack())) {
      return question.of(admin);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sets the number of replicas of the keyspace. */
  void alterReplication(int factor) {
    execute(
        String.format(
            Locale.ROOT,
            "ALTER KEYSPACE %s WITH replication = {'class': 'NetworkTopologyStrategy', '%s': %d}",
            flow.keyspace(),
            CassandraNode.DATACENTER,
            factor));
  }

  /**
   * Creates a role for the job with permission to read and write.
   *
   * @return the options with which {@code store} logs in with this role
   */
  String[] createJobLogin() {
    execute(
        String.format(
            Locale.ROOT,
            "CREATE ROLE IF NOT EXISTS %s WITH LOGIN = true AND PASSWORD = '%s'",
            JOB_ROLE,
            JOB_PASSWORD));
    execute(
        String.format(Locale.ROOT, "GRANT SELECT ON KEYSPACE %s TO %s", flow.keyspace(), JOB_ROLE));
    permitWrites(true);
    return new String[] {
      "--cassandraUsername=" + JOB_ROLE, "--cassandraPassword=file:" + jobPasswordFile()
    };
  }

  private Path jobPasswordFile() {
    try {
      return Files.writeString(flow.stack().directory().resolve("job.password"), JOB_PASSWORD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Grants the job's role the permission to write, or revokes it. */
  void permitWrites(boolean permit) {
    execute(
        String.format(
            Locale.ROOT,
            permit ? "GRANT MODIFY ON KEYSPACE %s TO %s" : "REVOKE MODIFY ON KEYSPACE %s FROM %s",
            flow.keyspace(),
            JOB_ROLE));
  }

  private void execute(String statement) {
    flow.contents().execute(statement);
  }
}

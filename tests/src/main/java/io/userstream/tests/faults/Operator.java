package io.userstream.tests.faults;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.CassandraNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * Does to a flow's topic, keyspace and role what their operator could: asks where the replicas are,
 * asks for more of them, gives rights and takes them away.
 */
final class Operator {
  private static final String JOB_ROLE = "store_job";
  private static final String JOB_PASSWORD = "for the tests alone";

  private final Flow flow;

  Operator(Flow flow) {
    this.flow = flow;
  }

  /** The id of the node that leads most partitions of the topic. */
  int leaderOfMost() {
    return description().partitions().stream()
        .collect(Collectors.groupingBy(partition -> partition.leader().id(), Collectors.counting()))
        .entrySet()
        .stream()
        .max(Map.Entry.comparingByValue())
        .orElseThrow()
        .getKey();
  }

  /** Waits until every partition has all its replicas in sync: then the next broker may go. */
  void awaitReplicas() {
    Await.until(
        "all replicas are in sync",
        FlowUnderFire.LIMIT,
        () ->
            description().partitions().stream()
                .allMatch(partition -> partition.isr().size() == partition.replicas().size()));
  }

  private TopicDescription description() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", flow.stack().bootstrapServers()))) {
      return admin.describeTopics(List.of(flow.topic())).allTopicNames().get().get(flow.topic());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Makes the keyspace want so many replicas. */
  void alterReplication(int factor) {
    execute(
        String.format(
            "ALTER KEYSPACE %s WITH replication = {'class': 'NetworkTopologyStrategy', '%s': %d}",
            flow.keyspace(), CassandraNode.DATACENTER, factor));
  }

  /**
   * Creates a role for the job, which may read and write.
   *
   * @return the options with which {@code store} logs in as it
   */
  String[] createJobLogin() {
    execute(
        String.format(
            "CREATE ROLE IF NOT EXISTS %s WITH LOGIN = true AND PASSWORD = '%s'",
            JOB_ROLE, JOB_PASSWORD));
    execute(String.format("GRANT SELECT ON KEYSPACE %s TO %s", flow.keyspace(), JOB_ROLE));
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

  /** Gives the job's role the right to write, or takes it away. */
  void permitWrites(boolean permit) {
    execute(
        String.format(
            permit ? "GRANT MODIFY ON KEYSPACE %s TO %s" : "REVOKE MODIFY ON KEYSPACE %s FROM %s",
            flow.keyspace(),
            JOB_ROLE));
  }

  private void execute(String statement) {
    flow.contents().execute(statement);
  }
}

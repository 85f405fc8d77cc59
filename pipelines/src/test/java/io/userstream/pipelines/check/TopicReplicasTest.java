package io.userstream.pipelines.check;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.annotation.Nullable;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.Test;

public class TopicReplicasTest {
  @Test
  public void topicWithAllReplicasInSyncIsOk() {
    assertFinding(checked(3, 3, 2, 3, true), Level.OK, "replication factor 3");
    assertFinding(checked(1, 1, 1, 1, true), Level.OK, "replication factor 1");
  }

  @Test
  public void minimumAboveTheReplicationFactorIsAnError() {
    assertFinding(checked(2, 2, 3, 3, true), Level.ERROR, "min.insync.replicas is 3");
  }

  @Test
  public void minimumOfAllReplicasIsAWarning() {
    assertFinding(checked(3, 3, 3, 3, true), Level.WARNING, "min.insync.replicas=3");
  }

  @Test
  public void fewerInSyncReplicasThanTheMinimumAreAnError() {
    assertFinding(checked(3, 1, 2, 3, true), Level.ERROR, "partitions 0");
  }

  @Test
  public void replicaThatIsBehindIsAWarning() {
    assertFinding(checked(3, 2, 2, 3, true), Level.WARNING, "not in sync: partitions 0");
  }

  @Test
  public void partitionWithoutALeaderIsAnError() {
    assertFinding(checked(1, 0, 1, 1, false), Level.ERROR, "no leader: partitions 0");
  }

  @Test
  public void oneReplicaOnSeveralBrokersIsAWarning() {
    assertFinding(checked(1, 1, 1, 3, true), Level.WARNING, "3 brokers");
  }

  private static void assertFinding(Finding finding, Level level, String value) {
    assertThat(finding.toString(), finding.level(), is(level));
    assertThat(finding.value(), containsString(value));
  }

  private static Finding checked(
      int replicas, int inSync, int minimum, int brokers, boolean hasLeader) {
    TopicDescription topic =
        new TopicDescription(
            "users",
            false,
            List.of(
                new TopicPartitionInfo(
                    0, hasLeader ? node(0) : noNode(), nodes(replicas), nodes(inSync))));
    Config config =
        new Config(List.of(new ConfigEntry("min.insync.replicas", Integer.toString(minimum))));
    Findings findings = new Findings(Area.TOPICS);
    TopicReplicas.check(topic, Optional.of(config), brokers, findings);
    return findings.list().get(0);
  }

  @Nullable
  private static Node noNode() {
    return null;
  }

  private static List<Node> nodes(int count) {
    return IntStream.range(0, count).mapToObj(TopicReplicasTest::node).toList();
  }

  private static Node node(int id) {
    return new Node(id, "h" + id, 9092);
  }
}

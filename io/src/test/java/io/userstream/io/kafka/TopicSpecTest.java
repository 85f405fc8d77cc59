package io.userstream.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.junit.Test;

public class TopicSpecTest {
  @Test
  public void theUsersTopicIsCompactedAndHasAppendTimes() {
    assertThat(
        TopicSpec.users("u").config(),
        is(
            Map.of(
                "cleanup.policy",
                "compact",
                "message.timestamp.type",
                "LogAppendTime",
                "min.compaction.lag.ms",
                "86400000")));
  }

  @Test
  public void deadLettersAreKeptForever() {
    assertThat(
        TopicSpec.deadLetters("u.dlq").config(),
        is(
            Map.of(
                "cleanup.policy",
                "delete",
                "retention.ms",
                "-1",
                "max.message.bytes",
                "33554432")));
  }

  @Test
  public void otherSettingsAreNotDifferences() {
    Config same =
        config(
            Map.of(
                "cleanup.policy",
                "compact",
                "message.timestamp.type",
                "LogAppendTime",
                "min.compaction.lag.ms",
                "604800000",
                "segment.bytes",
                "1"));

    assertThat(TopicSpec.users("u").differences(same), is(empty()));
  }

  @Test
  public void everyDifferenceIsListed() {
    Config other =
        config(
            Map.of(
                "cleanup.policy",
                "delete",
                "message.timestamp.type",
                "CreateTime",
                "min.compaction.lag.ms",
                "86399999",
                "min.insync.replicas",
                "1"));

    assertThat(
        texts(TopicSpec.users("u").withMinInsyncReplicas(2).differences(other)),
        containsInAnyOrder(
            "min.compaction.lag.ms is 86399999 and should be at least 86400000",
            "min.insync.replicas is 1 and should be 2",
            "cleanup.policy is delete and should be compact",
            "message.timestamp.type is CreateTime and should be LogAppendTime"));
  }

  @Test
  public void anAdditionalCleanupPolicyIsADifference() {
    Config other =
        config(
            Map.of(
                "cleanup.policy",
                "compact,delete",
                "message.timestamp.type",
                "LogAppendTime",
                "min.compaction.lag.ms",
                "86400000"));

    assertThat(
        texts(TopicSpec.users("u").differences(other)),
        contains("cleanup.policy is compact,delete and should be compact"));
  }

  @Test
  public void theAlterCommandChangesOnlyTheDifferences() {
    Config other =
        config(
            Map.of(
                "cleanup.policy",
                "compact",
                "message.timestamp.type",
                "LogAppendTime",
                "min.compaction.lag.ms",
                "604800000",
                "min.insync.replicas",
                "1"));
    TopicSpec users = TopicSpec.users("u").withMinInsyncReplicas(2);

    assertThat(
        users.alterCommand("host:9092", users.differences(other)),
        is(
            "kafka-configs.sh --bootstrap-server host:9092 --alter --entity-type topics"
                + " --entity-name u --add-config min.insync.replicas=2"));
  }

  private static List<String> texts(List<TopicDifference> differences) {
    return differences.stream().map(TopicDifference::toString).toList();
  }

  private static Config config(Map<String, String> values) {
    return new Config(
        values.entrySet().stream()
            .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
            .collect(Collectors.toList()));
  }
}

package io.userstream.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.junit.Test;

public class TopicSpecTest {
  @Test
  public void usersAreKeptByKeyAndStampedByTheBroker() {
    assertThat(
        TopicSpec.users("u").config(),
        is(Map.of("cleanup.policy", "compact", "message.timestamp.type", "LogAppendTime")));
  }

  @Test
  public void deadLettersAreKeptForEver() {
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
  public void aTopicOfThatConfigurationHasNoDifferencesWhateverElseIsSet() {
    Config same =
        config(
            Map.of(
                "cleanup.policy",
                "compact",
                "message.timestamp.type",
                "LogAppendTime",
                "segment.bytes",
                "1"));

    assertThat(TopicSpec.users("u").differences(same), is(empty()));
  }

  @Test
  public void everyDifferenceIsListed() {
    Config other =
        config(Map.of("cleanup.policy", "delete", "message.timestamp.type", "CreateTime"));

    assertThat(
        TopicSpec.users("u").differences(other),
        containsInAnyOrder(
            "cleanup.policy is delete and should be compact",
            "message.timestamp.type is CreateTime and should be LogAppendTime"));
  }

  @Test
  public void aPolicyMoreIsADifference() {
    Config other =
        config(
            Map.of("cleanup.policy", "compact,delete", "message.timestamp.type", "LogAppendTime"));

    assertThat(
        TopicSpec.users("u").differences(other),
        contains("cleanup.policy is compact,delete and should be compact"));
  }

  private static Config config(Map<String, String> values) {
    return new Config(
        values.entrySet().stream()
            .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
            .collect(Collectors.toList()));
  }
}

package io.userstream.tests.flow;

import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.LocalStack;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Creates topics for jobs outside the project, without the configuration of {@code setup}. */
public final class EmptyTopics {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private EmptyTopics() {}

  /**
   * Creates topics, and returns when their leaders accept records. Metadata names leaders slightly
   * earlier. If a producer sends at that moment, the leader may reject its first batch and accept
   * its second, and the first one can never be written ("out of order sequence number").
   */
  public static void create(LocalStack stack, NewTopic... topics) throws Exception {
    try (Admin admin = KafkaClients.admin(stack)) {
      admin.createTopics(List.of(topics)).all().get();
      Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
      for (NewTopic topic : topics) {
        for (int partition = 0; partition < topic.numPartitions(); partition++) {
          asked.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
        }
      }
      // Only a working leader answers, and a broker may not know the topic at all for a moment.
      Await.until(
          "the leaders of the topics respond",
          LIMIT,
          () -> admin.listOffsets(asked).all().get().size() == asked.size());
    }
  }
}

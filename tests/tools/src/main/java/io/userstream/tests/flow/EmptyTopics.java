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

/** Topics for jobs that are not the project's, without what {@code setup} would give them. */
public final class EmptyTopics {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private EmptyTopics() {}

  /**
   * Creates topics, and returns when their leaders take records. The metadata names leaders a
   * moment before; a producer that sends then can have its first batch refused and its second
   * taken, and never gets the first one in again ("out of order sequence number").
   */
  public static void create(LocalStack stack, NewTopic... topics) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
      admin.createTopics(List.of(topics)).all().get();
      Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
      for (NewTopic topic : topics) {
        for (int partition = 0; partition < topic.numPartitions(); partition++) {
          asked.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
        }
      }
      // Only a leader that is at work answers; a broker may not even know the topic for a moment.
      Await.until(
          "the topics have their leaders",
          LIMIT,
          () -> admin.listOffsets(asked).all().get().size() == asked.size());
    }
  }
}

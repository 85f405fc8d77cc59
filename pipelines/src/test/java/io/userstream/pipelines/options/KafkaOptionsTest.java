package io.userstream.pipelines.options;

import static io.userstream.pipelines.options.OptionDefaults.assertDefaults;

import java.util.Map;
import org.junit.Test;

public class KafkaOptionsTest {
  @Test
  public void everyDefaultIsPinned() {
    assertDefaults(
        KafkaOptions.class,
        Map.of(
            "bootstrapServers",
            "localhost:9092",
            "topic",
            "users_created",
            "deadLetterTopic",
            "none",
            "kafkaConfig",
            "none"));
  }
}

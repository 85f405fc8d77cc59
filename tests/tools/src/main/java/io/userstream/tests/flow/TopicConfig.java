package io.userstream.tests.flow;

import io.userstream.tests.stack.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** Changes the configuration of a topic during a test. */
public final class TopicConfig {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private TopicConfig() {}

  /** Sets one value. Brokers may still use the old one for a moment. */
  public static void set(Admin admin, String topic, String name, String value) throws Exception {
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  /**
   * Deletes the first records of a partition. Waits until its leader has learned that the policy of
   * the topic allows it, see {@link #set}.
   *
   * @param end the offset after the last deleted record
   */
  public static void deleteRecords(Admin admin, TopicPartition partition, long end) {
    Await.until(
        "records of " + partition + " are deleted",
        LIMIT,
        () -> {
          admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(end))).all().get();
          return true;
        });
  }
}

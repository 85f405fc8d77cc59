package io.userstream.pipelines.store;

import com.google.common.hash.Hashing;
import io.userstream.io.kafka.KafkaAnswer;
import io.userstream.io.kafka.UsersTopic;
import io.userstream.runloop.servers.ServerException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumer group of a job that stores a part of the topic. It holds the progress of the job, so
 * that the same command continues where it stopped. Immutable.
 *
 * @param name the name, which is the same for the same work
 */
public record OwnGroup(String name) {
  private static final Logger LOG = LoggerFactory.getLogger(OwnGroup.class);

  /**
   * Returns the group of some work.
   *
   * @param config the topic, the table, and the group of the store
   * @param command the name of the job
   * @param selection what it stores
   */
  public static OwnGroup of(StoreConfig config, String command, String selection) {
    String what = String.join("\n", config.topic().name(), config.table().toString(), selection);
    return new OwnGroup(
        prefix(config.group(), command)
            + Hashing.sha256().hashString(what, StandardCharsets.UTF_8).toString().substring(0, 8));
  }

  /** Returns the prefix of the groups of all jobs of a command. */
  public static String prefix(String group, String command) {
    return group + "-" + command + "-";
  }

  /**
   * Deletes the group, so that the same command begins again. Leaves it if another driver still
   * uses it, and logs a warning if Kafka refuses.
   */
  public void delete(UsersTopic topic, Duration timeout) throws InterruptedException {
    try (Admin admin = topic.kafka().await(timeout)) {
      KafkaAnswer.await("delete group " + name, admin.deleteConsumerGroups(List.of(name)).all());
    } catch (ServerException e) {
      if (!(e.getCause() instanceof GroupNotEmptyException
          || e.getCause() instanceof GroupIdNotFoundException)) {
        LOG.warn(
            "everything is done, but group {} could not be deleted: {}. Delete it before you repeat"
                + " the same command",
            name,
            e.getMessage());
      }
    }
  }
}

package io.userstream.pipelines.erase;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.kafka.Topics;
import io.userstream.io.kafka.UsersTopic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.TopicConfig;

/**
 * What was found and removed, and what Kafka keeps on its disks until when. Contains ids, but no
 * other data of the users.
 *
 * @param rows the users who had a row
 * @param rawRows the number of rows in the raw store; null without one
 */
record Certificate(
    Set<String> ids, Set<UUID> rows, Integer rawRows, FoundLetters letters, Tombstones tombstones) {

  /** Returns the result file. */
  Map<String, Object> toMap(Admin admin, UsersTopic topic, Instant now, double seconds)
      throws InterruptedException {
    ImmutableMap.Builder<String, Object> certificate =
        ImmutableMap.<String, Object>builder()
            .put("erasedAt", now.toString())
            .put("users", users(topic))
            .put("rows", rows.size());
    if (rawRows != null) {
      certificate.put("rawRows", rawRows);
    }
    return certificate
        .put("deadLetters", letters.total())
        .put("kafkaKeeps", kafkaKeeps(new Topics(admin), topic, now))
        .put("seconds", seconds)
        .buildOrThrow();
  }

  private List<Map<String, Object>> users(UsersTopic topic) {
    List<Map<String, Object>> users = new ArrayList<>();
    for (String id : ids) {
      Tombstones.Place place = tombstones.places().get(id);
      users.add(
          ImmutableMap.of(
              "id", id,
              "row", rows.contains(UUID.fromString(id)),
              "deadLetters", letters.count(id),
              "tombstone",
                  String.format(
                      Locale.ROOT, "%s-%d@%d", topic.name(), place.partition(), place.offset()),
              "otherDeadLettersWithThisId", letters.mentions(id)));
    }
    return users;
  }

  private static List<Map<String, Object>> kafkaKeeps(Topics topics, UsersTopic topic, Instant now)
      throws InterruptedException {
    return List.of(
        kept(
            topic.name(),
            "records before the tombstones, until compaction",
            millis(topics.config(topic.name()), TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG),
            now,
            "max.compaction.lag.ms is not set, so compaction has no deadline"),
        kept(
            topic.deadLetters(),
            "segments of deleted dead letters, which no consumer can read",
            millis(topics.config(topic.deadLetters()), TopicConfig.SEGMENT_MS_CONFIG),
            now,
            "segment.ms is not set"));
  }

  private static Map<String, Object> kept(
      String topic, String what, long millis, Instant now, String unlimited) {
    return ImmutableMap.of(
        "topic", topic,
        "what", what,
        "until", millis == Long.MAX_VALUE ? unlimited : now.plusMillis(millis).toString());
  }

  private static long millis(Config config, String name) {
    ConfigEntry entry = config.get(name);
    return entry == null || entry.value() == null ? Long.MAX_VALUE : Long.parseLong(entry.value());
  }
}

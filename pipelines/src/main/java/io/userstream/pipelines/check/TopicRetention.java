package io.userstream.pipelines.check;

import com.google.common.primitives.Longs;
import io.userstream.io.kafka.TopicSpec;
import java.time.Duration;
import java.util.Locale;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.TopicConfig;

/** Compares how long a users topic keeps records with the longest expected absence of the store. */
final class TopicRetention {
  private final TopicSpec spec;
  private final Target target;

  TopicRetention(TopicSpec spec, Target target) {
    this.spec = spec;
    this.target = target;
  }

  /** Adds a finding if it is a users topic, and records expire. */
  void check(Config config, Findings found) {
    if (!spec.name().equals(target.topic().name())
        || !value(config, TopicConfig.CLEANUP_POLICY_CONFIG)
            .contains(TopicConfig.CLEANUP_POLICY_DELETE)) {
      return;
    }
    String key = TopicConfig.RETENTION_MS_CONFIG;
    Long retentionMs = Longs.tryParse(value(config, key));
    if (retentionMs == null || retentionMs < 0) {
      return;
    }
    Duration absence = TopicSpec.LONGEST_ABSENCE;
    String value =
        String.format(
            Locale.ROOT,
            "%s=%d (%s), and a store may be absent for %s",
            key,
            retentionMs,
            text(Duration.ofMillis(retentionMs)),
            text(absence));
    String subject = "retention of " + spec.name();
    if (retentionMs < absence.toMillis()) {
      found.warning(
          subject,
          value,
          "Set " + key + " to at least " + absence.toMillis() + ", or -1, on the topic.");
    } else {
      found.ok(subject, value);
    }
  }

  private static String text(Duration duration) {
    return duration.toHours() > 0 ? duration.toHours() + " h" : duration.toMinutes() + " min";
  }

  private static String value(Config config, String key) {
    ConfigEntry entry = config.get(key);
    return entry == null ? "" : String.valueOf(entry.value());
  }
}

package io.userstream.pipelines.reconcile;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Decides whether a committed offset belongs to the log that is there now, by the metadata that the
 * store commits with it (decision 016): comparing by an offset of another log would prove nothing.
 * Metadata that is empty or of another tool is accepted, as the store accepts it.
 */
final class OffsetIdentity {
  private static final String FORMAT = "userstream/1";
  private static final String RECREATED = "recreated";
  private static final String EXPIRED = "expired";
  private static final String BEYOND_END = "beyond-end";

  /** The reasons of decision 016, in its words. */
  private static final ImmutableMap<String, String> PHRASES =
      ImmutableMap.of(
          RECREATED,
          "the topic was recreated",
          "truncated",
          "the log was truncated",
          EXPIRED,
          "records expired before they were stored",
          BEYOND_END,
          "the offset is beyond the end of the log");

  private OffsetIdentity() {}

  /**
   * Returns what is wrong with an offset, with the bounds of the log; empty when nothing is.
   *
   * @param partition as in {@code users_created-0}
   * @param topicId of the topic that has the name now
   */
  static Optional<String> fault(
      String group, String partition, OffsetAndMetadata offset, String topicId, PartitionLog log) {
    Map<String, String> metadata = parse(offset.metadata());
    String committedTo = metadata.getOrDefault("topic-id", topicId);
    String reason;
    if (metadata.containsKey("refused")) {
      reason = metadata.get("refused");
    } else if (!committedTo.equals(topicId)) {
      reason = RECREATED;
    } else if (offset.offset() < log.start()) {
      reason = EXPIRED;
    } else if (offset.offset() > log.end()) {
      reason = BEYOND_END;
    } else {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "Group %s cannot continue in %s at offset %s: %s (the log holds offsets %d to %d;"
                + " topic id %s%s). Nothing was compared. The store names the command that"
                + " continues.",
            group,
            partition,
            metadata.getOrDefault("committed", Long.toString(offset.offset())),
            PHRASES.getOrDefault(reason, "another release of the store refused the offset"),
            log.start(),
            log.end(),
            topicId,
            was(metadata.getOrDefault("was", committedTo), topicId)));
  }

  private static String was(String earlierId, String topicId) {
    return earlierId.equals(topicId) ? "" : ", was " + earlierId;
  }

  private static Map<String, String> parse(String metadata) {
    List<String> words = Splitter.on(' ').splitToList(metadata);
    Map<String, String> values = new HashMap<>();
    if (words.get(0).equals(FORMAT)) {
      for (String word : words.subList(1, words.size())) {
        int end = word.indexOf('=');
        if (end > 0) {
          values.put(word.substring(0, end), word.substring(end + 1));
        }
      }
    }
    return values;
  }
}

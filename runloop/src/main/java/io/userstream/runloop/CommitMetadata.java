package io.userstream.runloop;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * The metadata that the loop commits with each offset: the id of the topic and, in a fault marker,
 * why the group cannot continue. A driver that is paused, and has no run in flight, adds the
 * version of the pause. For example:
 *
 * <pre>
 * userstream/1 topic-id=PSbgkNZlQG2Wcoj6tZvz5A
 * userstream/1 topic-id=PSbgkNZlQG2Wcoj6tZvz5A paused=1796000000000
 * userstream/1 topic-id=0v… refused=recreated committed=10 position=10 begin=0 end=990 was=PS…
 * </pre>
 *
 * <p>Any other text is ignored: earlier releases and offset resets commit an empty one. Immutable.
 */
final class CommitMetadata {
  private static final String FORMAT = "userstream/1";
  private static final CommitMetadata NONE = new CommitMetadata(null, 0, Map.of());

  @Nullable private final Uuid topicId;
  private final long pause;
  private final Map<String, String> refusal;

  private CommitMetadata(@Nullable Uuid topicId, long pause, Map<String, String> refusal) {
    this.topicId = topicId;
    this.pause = pause;
    this.refusal = refusal;
  }

  static CommitMetadata of(Uuid topicId) {
    return new CommitMetadata(topicId, 0, Map.of());
  }

  /**
   * Returns the metadata of a driver that follows a pause and has no run in flight.
   *
   * @param pause the version of the pause; 0 if there is none
   */
  CommitMetadata paused(long pause) {
    return new CommitMetadata(topicId, pause, refusal);
  }

  /**
   * Returns the version of the pause that the driver followed at the commit; 0 if there is none.
   */
  long pause() {
    return pause;
  }

  /** Parses the metadata of a committed offset. */
  static CommitMetadata of(@Nullable OffsetAndMetadata offset) {
    return offset == null || offset.metadata() == null ? NONE : parse(offset.metadata());
  }

  private static CommitMetadata parse(String text) {
    List<String> words = List.of(text.split(" ", -1));
    if (!words.get(0).equals(FORMAT)) {
      return NONE;
    }
    Map<String, String> values = new HashMap<>();
    for (String word : words.subList(1, words.size())) {
      int end = word.indexOf('=');
      if (end > 0) {
        values.put(word.substring(0, end), word.substring(end + 1));
      }
    }
    return new CommitMetadata(
        uuid(values.get("topic-id")),
        number(values.get("paused"), 0),
        values.containsKey("refused") ? values : Map.of());
  }

  @Nullable
  private static Uuid uuid(@Nullable String text) {
    try {
      return text == null ? null : Uuid.fromString(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static long number(@Nullable String text, long otherwise) {
    try {
      return text == null ? otherwise : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  /**
   * Returns the id of the topic that the offset belongs to. Empty if unknown: old brokers have no
   * topic ids.
   */
  Optional<Uuid> topicId() {
    return Optional.ofNullable(topicId).filter(id -> !id.equals(Uuid.ZERO_UUID));
  }

  boolean isRefused() {
    return !refusal.isEmpty();
  }

  CommitMetadata refused(LogFault fault) {
    Map<String, String> values = new HashMap<>();
    values.put("refused", fault.reason().code());
    values.put("committed", Long.toString(fault.committed()));
    values.put("position", Long.toString(fault.position()));
    values.put("begin", Long.toString(fault.begin()));
    values.put("end", Long.toString(fault.end()));
    fault.was().ifPresent(was -> values.put("was", was.toString()));
    return new CommitMetadata(topicId, 0, values);
  }

  /** Returns the fault that a marker describes. */
  LogFault fault(TopicPartition partition, long offset, Uuid now) {
    long committed = number(refusal.get("committed"), offset);
    LogFault.Builder fault =
        LogFault.builder()
            .setPartition(partition)
            .setReason(LogFault.Reason.of(refusal.getOrDefault("refused", "")))
            .setCommitted(committed)
            .setPosition(number(refusal.get("position"), committed))
            .setBegin(number(refusal.get("begin"), 0))
            .setEnd(number(refusal.get("end"), 0))
            .setTopicId(topicId().orElse(now))
            .setMarked(true);
    Uuid was = uuid(refusal.get("was"));
    if (was != null) {
      fault.setWas(was);
    }
    return fault.build();
  }

  /** Returns the text to commit. */
  String text() {
    StringBuilder text = new StringBuilder(FORMAT).append(" topic-id=").append(topicId);
    if (pause > 0) {
      text.append(" paused=").append(pause);
    }
    for (String key : List.of("refused", "committed", "position", "begin", "end", "was")) {
      if (refusal.containsKey(key)) {
        text.append(' ').append(key).append('=').append(refusal.get(key));
      }
    }
    return text.toString();
  }
}

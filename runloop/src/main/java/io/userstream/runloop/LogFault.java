package io.userstream.runloop;

import com.google.auto.value.AutoValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * A reason why the group cannot continue in a partition: its offset does not belong to the current
 * log, or the log no longer holds the records after it. Only a person can decide what to do, so the
 * loop commits the fault as a marker (see {@link CommitMetadata}), which a reset of the offsets
 * clears.
 */
@AutoValue
abstract class LogFault {
  enum Reason {
    RECREATED("the topic was recreated"),
    TRUNCATED("the log was truncated"),
    EXPIRED("records expired before they were stored"),
    BEYOND_END("the offset is beyond the end of the log"),
    /** A marker of another release. */
    OTHER("another release of this job refused the offset");

    private final String phrase;

    Reason(String phrase) {
      this.phrase = phrase;
    }

    String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Reason of(String code) {
      return Arrays.stream(values())
          .filter(reason -> reason.code().equals(code))
          .findFirst()
          .orElse(OTHER);
    }
  }

  abstract TopicPartition partition();

  abstract Reason reason();

  /** The group's offset when the fault was found. */
  abstract long committed();

  /** The offset up to which records were stored or in flight, at least {@link #committed}. */
  abstract long position();

  /** The first offset of the log when the fault was found. */
  abstract long begin();

  /** The high watermark of the log when the fault was found. */
  abstract long end();

  /** The id of the topic that has the name now. */
  abstract Uuid topicId();

  /** The id of the topic that the offset belongs to, if it is another one. */
  abstract Optional<Uuid> was();

  /** True if the marker is committed. */
  abstract boolean marked();

  /** Returns the marker to commit. It keeps the offset, or has the beginning of a recreated log. */
  final OffsetAndMetadata marker() {
    return new OffsetAndMetadata(
        was().isPresent() ? begin() : committed(),
        Optional.empty(),
        CommitMetadata.of(topicId()).refused(this).text());
  }

  /** Returns what happened and how to continue. */
  final String message(String group, Object bootstrapServers) {
    return String.format(
        Locale.ROOT,
        "%s The job skipped no records. To continue with everything that the topic holds now, stop"
            + " all drivers of the group and run kafka-consumer-groups.sh --bootstrap-server %s"
            + " --group %s --topic %s --reset-offsets --to-earliest --execute",
        summary(group),
        bootstrapServers,
        group,
        partition().topic());
  }

  /** Returns what happened. */
  final String summary(String group) {
    return String.format(
        Locale.ROOT,
        "Group %s cannot continue in %s at offset %d: %s (%s).",
        group,
        partition(),
        committed(),
        reason().phrase,
        details());
  }

  private String details() {
    String log =
        String.format(Locale.ROOT, "the log holds offsets %d to %d", begin(), end())
            + (position() > committed() ? ", up to " + position() + " was planned" : "");
    return was().map(was -> log + "; topic id " + topicId() + ", was " + was).orElse(log);
  }

  static Builder builder() {
    return new AutoValue_LogFault.Builder().setMarked(false);
  }

  /** Builds a {@link LogFault}. */
  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setPartition(TopicPartition partition);

    abstract Builder setReason(Reason reason);

    abstract Builder setCommitted(long committed);

    abstract Builder setPosition(long position);

    abstract Builder setBegin(long begin);

    abstract Builder setEnd(long end);

    abstract Builder setTopicId(Uuid topicId);

    abstract Builder setWas(Uuid was);

    abstract Builder setMarked(boolean marked);

    abstract LogFault build();
  }
}

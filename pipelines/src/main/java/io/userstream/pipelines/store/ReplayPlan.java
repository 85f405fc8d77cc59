package io.userstream.pipelines.store;

import com.google.common.collect.Maps;
import io.userstream.io.erasures.Erasures;
import io.userstream.io.kafka.LogReader;
import io.userstream.io.kafka.PartitionLog;
import io.userstream.io.kafka.SelectedOffsets;
import io.userstream.io.kafka.TopicLogs;
import io.userstream.runloop.OffsetWindow;
import io.userstream.runloop.ranges.OffsetSet;
import io.userstream.runloop.servers.SetupException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.annotation.Nullable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.IsolationLevel;

/**
 * The offsets of a replay. Immutable.
 *
 * @param selected the offsets by partition, at least one in all
 * @param ends the end of each partition's log, as far as it can be read
 */
record ReplayPlan(Map<Integer, OffsetWindow.Part> selected, Map<Integer, Long> ends) {
  ReplayPlan {
    selected = Map.copyOf(selected);
    ends = Map.copyOf(ends);
  }

  /**
   * Asks the cluster for the offsets of a selection.
   *
   * @param clientProperties of a consumer that looks for times
   * @throws SetupException if they contain no record, or not all of them are in the log
   * @throws io.userstream.runloop.servers.ServerException if the cluster does not answer
   * @throws org.apache.kafka.common.KafkaException if it cannot be read
   */
  static ReplayPlan ask(
      Admin admin, String topic, Map<String, ?> clientProperties, ReplaySelection selection)
      throws InterruptedException {
    Map<Integer, PartitionLog> logs =
        TopicLogs.ask(admin, TopicLogs.describe(admin, topic), clientProperties);
    Map<Integer, OffsetWindow.Part> selected =
        selection.offsets().isEmpty()
            ? ofTimes(topic, clientProperties, logs, selection)
            : ofOffsets(topic, logs, selection.offsets());
    if (new OffsetWindow(selected).span() == 0) {
      throw new SetupException(
          "Nothing to replay: topic "
              + topic
              + " has no record in the selected part. "
              + state(logs));
    }
    return new ReplayPlan(selected, Maps.transformValues(logs, PartitionLog::stable));
  }

  private static Map<Integer, OffsetWindow.Part> ofTimes(
      String topic,
      Map<String, ?> clientProperties,
      Map<Integer, PartitionLog> logs,
      ReplaySelection selection) {
    Map<Integer, Long> from;
    Map<Integer, Long> to;
    // Records behind an open transaction count: the replay waits for it.
    try (LogReader log = new LogReader(topic, clientProperties, IsolationLevel.READ_UNCOMMITTED)) {
      from = since(log, selection.from());
      to = since(log, selection.to());
    }
    Map<Integer, OffsetWindow.Part> parts = new TreeMap<>();
    logs.forEach(
        (partition, log) -> {
          long first =
              selection.from() == null ? log.start() : from.getOrDefault(partition, log.end());
          long end = to.getOrDefault(partition, log.end());
          parts.put(partition, new OffsetWindow.Part(Math.min(first, end), end));
        });
    return parts;
  }

  private static Map<Integer, Long> since(LogReader log, @Nullable Instant time) {
    Map<Integer, Long> found = new HashMap<>();
    if (time != null) {
      log.firstSince(time.toEpochMilli())
          .forEach((partition, offset) -> found.put(partition.partition(), offset));
    }
    return found;
  }

  private static Map<Integer, OffsetWindow.Part> ofOffsets(
      String topic, Map<Integer, PartitionLog> logs, Map<Integer, SelectedOffsets> offsets) {
    Map<Integer, OffsetWindow.Part> parts = new TreeMap<>();
    offsets.forEach(
        (partition, asked) -> {
          PartitionLog log = logs.get(partition);
          if (log == null) {
            throw new SetupException(
                String.format(
                    Locale.ROOT,
                    "--offsets names partition %d, but topic %s has the partitions 0 to %d.",
                    partition,
                    topic,
                    logs.size() - 1));
          }
          Long end = asked.end();
          if (asked.first() < log.start() || (end != null && end > log.end())) {
            throw new SetupException(
                String.format(
                    Locale.ROOT,
                    "--offsets=%d:%d-%s is not in the log of topic %s, which has the offsets %d to"
                        + " %d of this partition. Select a part of them.",
                    partition,
                    asked.first(),
                    end == null ? "" : end,
                    topic,
                    log.start(),
                    log.end()));
          }
          parts.put(
              partition,
              new OffsetWindow.Part(
                  Math.min(asked.first(), log.end()), end == null ? log.end() : end));
        });
    return parts;
  }

  private static String state(Map<Integer, PartitionLog> logs) {
    long oldestMs =
        logs.values().stream()
            .mapToLong(PartitionLog::oldestMs)
            .min()
            .orElse(PartitionLog.NO_RECORD);
    return oldestMs == PartitionLog.NO_RECORD
        ? "It is empty."
        : "Its oldest record was appended at " + Instant.ofEpochMilli(oldestMs) + ".";
  }

  /** Returns the number of selected offsets. */
  long span() {
    return new OffsetWindow(selected).span();
  }

  /**
   * Returns what the job reads.
   *
   * @param erasures users whose records are not replayed
   */
  Scope scope(Erasures erasures) {
    return Scope.of(
        Maps.transformValues(selected, part -> OffsetSet.between(part.from(), part.to())),
        ends,
        erasures);
  }

  /** Returns the selected offsets in the format of the option. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(selected)
        .forEach(
            (partition, part) ->
                text.append(text.isEmpty() ? "" : ",")
                    .append(partition)
                    .append(':')
                    .append(part.from())
                    .append('-')
                    .append(part.to()));
    return text.toString();
  }
}

package io.userstream.pipelines.redrive;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import io.userstream.io.deadletters.DeadLetterScan;
import io.userstream.io.deadletters.RedriveMark;
import io.userstream.io.decoding.RecordDecoder;
import io.userstream.io.decoding.SchemaLookupFactory;
import io.userstream.io.erasures.Erasures;
import io.userstream.io.kafka.LogReader;
import io.userstream.io.kafka.PartitionLog;
import io.userstream.io.kafka.TopicLogs;
import io.userstream.io.kafka.UsersTopic;
import io.userstream.pipelines.store.Scope;
import io.userstream.pipelines.store.StoreConfig;
import io.userstream.runloop.ranges.OffsetSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * What a redrive does. Immutable.
 *
 * @param topicId the id of the users topic
 * @param ready the offsets of the records to store, by partition
 * @param rows the ids of the rows of the raw store to publish
 * @param failing the number of dead letters whose records still cannot be decoded
 * @param gone the number of dead letters whose records are no longer in the log, or whose users
 *     were erased
 * @param ends the end of each partition's log, as far as it can be read
 */
record RedrivePlan(
    String topicId,
    Map<Integer, OffsetSet> ready,
    ImmutableSet<String> rows,
    long failing,
    long gone,
    Map<Integer, Long> ends) {

  /**
   * Reads the dead letters.
   *
   * @throws io.userstream.runloop.servers.ServerException if the cluster does not answer
   * @throws io.userstream.runloop.servers.SetupException if a dead letter cannot be decrypted
   */
  static RedrivePlan ask(
      Admin admin,
      StoreConfig config,
      RedriveSelection selection,
      Erasures erasures,
      SchemaLookupFactory schemas)
      throws InterruptedException {
    UsersTopic topic = config.topic();
    TopicDescription described = TopicLogs.describe(admin, topic.name());
    String topicId = described.topicId().toString();
    Map<Integer, PartitionLog> logs = TopicLogs.ask(admin, described, topic.clientProperties());
    try (LogReader log = new LogReader(topic.name(), topic.clientProperties())) {
      SortedLetters letters =
          new SortedLetters(
              topic.name(),
              topicId,
              logs,
              selection,
              erasures,
              config.encryption().open(),
              new RecordDecoder(schemas.open()),
              log);
      DeadLetterScan.read(topic.deadLetters(), topic.clientProperties(), letters);
      return new RedrivePlan(
          topicId,
          letters.offsets(SortedLetters.Kind.READY),
          ImmutableSet.copyOf(letters.rows()),
          count(letters.offsets(SortedLetters.Kind.FAILING)),
          count(letters.offsets(SortedLetters.Kind.GONE)),
          Maps.transformValues(logs, PartitionLog::stable));
    }
  }

  private static long count(Map<Integer, OffsetSet> offsets) {
    return offsets.values().stream().mapToLong(OffsetSet::size).sum();
  }

  /** Returns the number of dead letters whose records are stored. */
  long letters() {
    return count(ready);
  }

  /** Returns the same plan without rows of the raw store. */
  RedrivePlan withoutRows() {
    return new RedrivePlan(topicId, ready, ImmutableSet.of(), failing, gone, ends);
  }

  /**
   * Returns what the job reads.
   *
   * @param erasures users whose records are not stored
   */
  Scope scope(Erasures erasures) {
    return Scope.of(ready, ends, erasures);
  }

  /** Returns the marks of the dead letters whose records are stored. */
  List<RedriveMark> marks(String topic) {
    return ready.entrySet().stream()
        .map(each -> new RedriveMark(topic, topicId, each.getKey(), each.getValue()))
        .toList();
  }

  /** Returns the counts for the output. */
  String counts() {
    return String.format(
        Locale.ROOT, "letters=%d raw=%d failing=%d gone=%d", letters(), rows.size(), failing, gone);
  }
}

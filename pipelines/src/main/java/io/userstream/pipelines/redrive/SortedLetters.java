package io.userstream.pipelines.redrive;

import io.userstream.io.deadletters.DeadLetter;
import io.userstream.io.deadletters.DeadLetterCipher;
import io.userstream.io.deadletters.DeadLetterScan;
import io.userstream.io.deadletters.Origin;
import io.userstream.io.deadletters.RecordOrigin;
import io.userstream.io.deadletters.RedriveMark;
import io.userstream.io.deadletters.RedriveMarks;
import io.userstream.io.deadletters.RowOrigin;
import io.userstream.io.deadletters.UndecryptableException;
import io.userstream.io.decoding.RecordDecoder;
import io.userstream.io.erasures.Erasures;
import io.userstream.io.kafka.LogReader;
import io.userstream.io.kafka.PartitionLog;
import io.userstream.model.RejectedUserException;
import io.userstream.model.UserChange;
import io.userstream.model.UserRecordDecoder;
import io.userstream.runloop.ranges.OffsetSet;
import io.userstream.runloop.ranges.SourceRecord;
import io.userstream.runloop.servers.SetupException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;

/**
 * Sorts selected dead letters by what can be done with them. A dead letter has the whole record, so
 * it shows whether the record can be decoded now. Not thread-safe.
 */
final class SortedLetters implements DeadLetterScan.Visitor {
  /** What can be done with a dead letter of a record. */
  enum Kind {
    /** Its record can be stored. */
    READY,
    /** Its record still cannot be decoded. */
    FAILING,
    /** Its record is no longer in the log, or its user was erased. */
    GONE
  }

  private final String topic;
  private final String topicId;
  private final Map<Integer, PartitionLog> logs;
  private final RedriveSelection selection;
  private final Erasures erasures;
  private final DeadLetterCipher cipher;
  private final RecordDecoder decoder;
  private final LogReader reader;
  private final Map<Kind, Map<Integer, LongStream.Builder>> offsets = new EnumMap<>(Kind.class);
  private final Set<String> rows = new HashSet<>();
  private final RedriveMarks.Gatherer marks;

  /**
   * Prepares to sort.
   *
   * @param topicId the id of the topic
   * @param logs the log of each partition of the topic
   * @param log reads records whose dead letters do not have the whole value
   */
  SortedLetters(
      String topic,
      String topicId,
      Map<Integer, PartitionLog> logs,
      RedriveSelection selection,
      Erasures erasures,
      DeadLetterCipher cipher,
      RecordDecoder decoder,
      LogReader log) {
    this.topic = topic;
    this.topicId = topicId;
    this.logs = logs;
    this.selection = selection;
    this.erasures = erasures;
    this.cipher = cipher;
    this.decoder = decoder;
    this.reader = log;
    this.marks = new RedriveMarks.Gatherer(topic, topicId);
    for (Kind kind : Kind.values()) {
      offsets.put(kind, new HashMap<>());
    }
  }

  @Override
  public void mark(RedriveMark mark) {
    marks.add(mark);
  }

  @Override
  public void letter(SourceRecord letter, Origin origin) {
    if (!selection.matches(letter, origin)) {
      return;
    }
    SourceRecord plain = decrypted(letter);
    if (!selection.matchesKey(plain.key())) {
      return;
    }
    if (origin instanceof RowOrigin row) {
      rows.add(row.uuid());
    } else if (origin instanceof RecordOrigin record && isOfThisTopic(record)) {
      offsets
          .get(kind(plain, record))
          .computeIfAbsent(record.partition(), partition -> LongStream.builder())
          .add(record.offset());
    }
  }

  private SourceRecord decrypted(SourceRecord letter) {
    try {
      return cipher.decrypt(letter);
    } catch (UndecryptableException e) {
      throw new SetupException(
          "Dead letter " + letter + " cannot be processed: " + e.getMessage() + ".");
    }
  }

  private boolean isOfThisTopic(RecordOrigin record) {
    PartitionLog log = logs.get(record.partition());
    return log != null && record.isOf(topic, topicId, log.oldestMs());
  }

  private Kind kind(SourceRecord letter, RecordOrigin origin) {
    PartitionLog log = logs.get(origin.partition());
    if (origin.offset() < log.start()
        || origin.offset() >= log.stable()
        || erasures.contains(UserRecordDecoder.idOf(letter.key()))) {
      return Kind.GONE;
    }
    Optional<SourceRecord> record = original(letter, origin);
    if (record.isEmpty()) {
      return Kind.GONE;
    }
    try {
      UserChange unused = decoder.decode(record.get());
      return Kind.READY;
    } catch (RejectedUserException e) {
      return Kind.FAILING;
    }
  }

  private Optional<SourceRecord> original(SourceRecord letter, RecordOrigin origin) {
    boolean isCut = Origin.text(letter.headers(), DeadLetter.ORIGIN_VALUE_BYTES) != null;
    if (isCut || origin.timestampMs() == null) {
      return read(new TopicPartition(topic, origin.partition()), origin.offset());
    }
    return Optional.of(
        SourceRecord.of(
            topic,
            origin.partition(),
            origin.offset(),
            origin.timestampMs(),
            0,
            letter.key(),
            letter.value(),
            letter.headers()));
  }

  /** Returns empty if the record was compacted away. */
  private Optional<SourceRecord> read(TopicPartition partition, long offset) {
    List<SourceRecord> found = new ArrayList<>();
    reader.read(partition, offset, offset + 1, read -> found.add(SourceRecord.of(read, 0)));
    return found.stream().findFirst();
  }

  /** Returns the offsets of the records of a kind whose dead letters were not redriven before. */
  Map<Integer, OffsetSet> offsets(Kind kind) {
    RedriveMarks redriven = marks.marks();
    Map<Integer, OffsetSet> found = new TreeMap<>();
    offsets
        .get(kind)
        .forEach(
            (partition, all) ->
                found.put(
                    partition,
                    OffsetSet.of(
                        all.build().filter(offset -> !redriven.contains(partition, offset)))));
    return found;
  }

  /** Returns the ids of rows of the raw store. */
  Set<String> rows() {
    return rows;
  }
}

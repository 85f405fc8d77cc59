package io.userstream.pipelines.reconcile;

import io.userstream.io.cassandra.UserDigest;
import io.userstream.io.deadletters.DeadLetterCipher;
import io.userstream.io.deadletters.DeadLetterEncryption;
import io.userstream.io.deadletters.DeadLetterRemoval;
import io.userstream.io.deadletters.Origin;
import io.userstream.io.deadletters.RecordOrigin;
import io.userstream.io.deadletters.RowOrigin;
import io.userstream.io.deadletters.UndecryptableException;
import io.userstream.io.decoding.RecordDecoder;
import io.userstream.io.decoding.SchemaLookupFactory;
import io.userstream.io.kafka.PartitionLog;
import io.userstream.model.RejectedUserException;
import io.userstream.model.UserChange;
import io.userstream.model.UserRecordDecoder;
import io.userstream.runloop.ranges.RecordFn;
import io.userstream.runloop.ranges.SourceRecord;
import java.util.UUID;
import java.util.function.Consumer;
import javax.annotation.Nullable;

/**
 * Turns the records of both topics into evidence. Ignores dead letters of other topics or without
 * an origin. A dead letter of a raw row shows where that row went.
 */
final class TopicEvidence implements RecordFn<Evidence> {
  private static final long serialVersionUID = 1L;

  private final FixedOffsets offsets;
  private final DeadLetterEncryption encryption;
  private final SchemaLookupFactory schemas;
  private transient DeadLetterCipher cipher;
  private transient RecordDecoder decoder;

  TopicEvidence(
      FixedOffsets offsets, DeadLetterEncryption encryption, SchemaLookupFactory schemas) {
    this.offsets = offsets;
    this.encryption = encryption;
    this.schemas = schemas;
  }

  @Override
  public void setUp() {
    cipher = encryption.open();
    decoder = new RecordDecoder(schemas.open());
  }

  @Override
  public void process(SourceRecord record, Consumer<Evidence> output) {
    if (record.topic().equals(offsets.deadLetterTopic())) {
      long start = offsets.deadStarts().getOrDefault(record.partition(), 0L);
      if (DeadLetterRemoval.isCopy(record.headers(), start)) {
        return;
      }
      Origin about = Origin.inHeaders(record.headers()).orElse(null);
      if (about instanceof RowOrigin) {
        UUID id = id(decrypted(record));
        if (id != null) {
          output.accept(Evidence.rawDeadLetter(id));
        }
      } else if (about instanceof RecordOrigin read && isCompared(read)) {
        output.accept(deadLetter(id(decrypted(record)), read));
      }
    } else {
      output.accept(ofUser(record));
    }
  }

  /** A dead letter is compared with the records of its key, which is encrypted as well. */
  private SourceRecord decrypted(SourceRecord letter) {
    try {
      return cipher.decrypt(letter);
    } catch (UndecryptableException e) {
      // Without a cause, because commands show the innermost message.
      throw new IllegalArgumentException(
          "dead letter " + letter + " cannot be compared: " + e.getMessage());
    }
  }

  /** A partition that was added since the offsets were fixed is not compared. */
  private boolean isCompared(RecordOrigin origin) {
    PartitionLog log = offsets.users().get(origin.partition());
    if (log == null) {
      return origin.topicId() == null && origin.topic().equals(offsets.topic());
    }
    return origin.isOf(offsets.topic(), offsets.topicId(), log.oldestMs())
        && !(offsets.window() && origin.offset() < log.start());
  }

  private Evidence deadLetter(@Nullable UUID id, RecordOrigin origin) {
    long timestampMs = origin.timestampMs() == null ? Evidence.NO_TIMESTAMP : origin.timestampMs();
    return offsets.redriven().contains(origin.partition(), origin.offset())
        ? Evidence.redriven(id, origin.partition(), origin.offset(), timestampMs)
        : Evidence.deadLetter(id, origin.partition(), origin.offset(), timestampMs);
  }

  private Evidence ofUser(SourceRecord record) {
    UserChange change;
    try {
      change = decoder.decode(record);
    } catch (RejectedUserException e) {
      return Evidence.undecodable(id(record), record);
    }
    return change.user() == null
        ? Evidence.tombstone(UUID.fromString(change.id()), record)
        : Evidence.user(UserDigest.of(change.user()), record);
  }

  @Nullable
  private static UUID id(SourceRecord record) {
    String id = UserRecordDecoder.idOf(record.key());
    return id == null ? null : UUID.fromString(id);
  }
}

package io.userstream.pipelines.reconcile;

import io.userstream.io.cassandra.UserDigest;
import io.userstream.io.kafka.RecordFn;
import io.userstream.io.kafka.RecordOrigin;
import io.userstream.io.kafka.SourceRecord;
import io.userstream.model.RejectedUserException;
import io.userstream.model.UserChange;
import io.userstream.model.UserRecordDecoder;
import io.userstream.pipelines.store.RecordDecoder;
import io.userstream.pipelines.store.SchemaLookupFactory;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javax.annotation.Nullable;

/**
 * Makes evidence of the records of both topics. A dead letter that is about another topic, or does
 * not say what it is about, is somebody else's and gives none.
 */
final class TopicEvidence implements RecordFn<Evidence> {
  private static final long serialVersionUID = 1L;

  private final String topic;
  private final String deadLetterTopic;
  private final SchemaLookupFactory schemas;
  private transient RecordDecoder decoder;

  TopicEvidence(String topic, String deadLetterTopic, SchemaLookupFactory schemas) {
    this.topic = topic;
    this.deadLetterTopic = deadLetterTopic;
    this.schemas = schemas;
  }

  @Override
  public void setUp() {
    decoder = new RecordDecoder(schemas.open());
  }

  @Override
  public void process(SourceRecord record, Consumer<Evidence> output) {
    if (record.topic().equals(deadLetterTopic)) {
      Optional<RecordOrigin> origin = RecordOrigin.inHeaders(record.headers());
      if (origin.isPresent() && origin.get().topic().equals(topic)) {
        output.accept(
            Evidence.deadLetter(id(record), origin.get().partition(), origin.get().offset()));
      }
    } else {
      output.accept(ofUser(record));
    }
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

package io.userstream.io.decoding;

import com.google.common.collect.Sets;
import io.userstream.io.kafka.TopicSpec;
import io.userstream.model.RejectReason;
import io.userstream.model.RejectedUserException;
import io.userstream.model.SchemaLookup;
import io.userstream.model.UserChange;
import io.userstream.model.UserRecordDecoder;
import io.userstream.runloop.ranges.SourceRecord;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;

/**
 * Decodes records relative to the time at which they were appended. The rules reject dates after
 * that time, so the result never changes: a retried run, or a reconciliation months later, agrees
 * with the first run.
 *
 * <p>Not thread-safe. Create one per DoFn instance, on the worker.
 */
public final class RecordDecoder {
  /**
   * Confluent's serializers write the schema id into this header, instead of the value, with {@code
   * value.schema.id.serializer=…HeaderSchemaIdSerializer}.
   */
  private static final String SCHEMA_ID_HEADER = "__value_schema_id";

  /** Such a value lacks the schema id, so its first bytes are misread. */
  private static final Set<RejectReason> SCHEMA_REASONS =
      Sets.immutableEnumSet(RejectReason.MALFORMED, RejectReason.UNKNOWN_SCHEMA);

  private final AppendClock clock = new AppendClock();
  private final UserRecordDecoder decoder;

  public RecordDecoder(SchemaLookup schemas) {
    decoder = new UserRecordDecoder(schemas, clock);
  }

  /**
   * Decodes one record.
   *
   * @throws RejectedUserException if it can never become a row
   * @throws java.io.UncheckedIOException if a schema lookup failed
   */
  public UserChange decode(SourceRecord record) throws RejectedUserException {
    if (record.bytes() > TopicSpec.MAX_RECORD_BYTES) {
      throw new RejectedUserException(
          RejectReason.TOO_LARGE,
          "the record has " + record.bytes() + " bytes, more than " + TopicSpec.MAX_RECORD_BYTES);
    }
    clock.nowMs = record.timestampMs();
    try {
      return decoder.decode(record.key(), record.value());
    } catch (RejectedUserException e) {
      throw isForeignFormat(record, e) ? idInHeader() : e;
    }
  }

  /** Returns whether the value is neither JSON nor in the Confluent wire format. */
  private static boolean isForeignFormat(SourceRecord record, RejectedUserException e) {
    return SCHEMA_REASONS.contains(e.reason())
        && record.headers().lastHeader(SCHEMA_ID_HEADER) != null;
  }

  private static RejectedUserException idInHeader() {
    return new RejectedUserException(
        RejectReason.UNKNOWN_SCHEMA,
        "the schema id is in the header "
            + SCHEMA_ID_HEADER
            + ", which is not supported: configure the producer to write it into the value");
  }

  private static final class AppendClock extends Clock {
    private long nowMs;

    @Override
    public long millis() {
      return nowMs;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(nowMs);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("always UTC");
    }
  }
}

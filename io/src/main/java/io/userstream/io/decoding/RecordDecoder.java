package io.userstream.io.decoding;

import io.userstream.model.RejectedUserException;
import io.userstream.model.SchemaLookup;
import io.userstream.model.UserChange;
import io.userstream.model.UserRecordDecoder;
import io.userstream.runloop.ranges.SourceRecord;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Decodes records as of the moment they were appended. What is in the future for the rules is after
 * that moment, so a record means the same however late, and how often, it is decoded: a repeated
 * run, and a reconciliation months later, agree with the first.
 *
 * <p>Not safe for use by several threads; one for each DoFn instance, made where it works.
 */
public final class RecordDecoder {
  private final AppendClock clock = new AppendClock();
  private final UserRecordDecoder decoder;

  public RecordDecoder(SchemaLookup schemas) {
    decoder = new UserRecordDecoder(schemas, clock);
  }

  /**
   * Decodes one record.
   *
   * @throws RejectedUserException when it can never become a row
   * @throws java.io.UncheckedIOException when a schema could not be asked for
   */
  public UserChange decode(SourceRecord record) throws RejectedUserException {
    clock.nowMs = record.timestampMs();
    return decoder.decode(record.key(), record.value());
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
      throw new UnsupportedOperationException("the rules know UTC alone");
    }
  }
}

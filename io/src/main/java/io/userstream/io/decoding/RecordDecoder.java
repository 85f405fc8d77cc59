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
 * Decodes records relative to the time at which they were appended. The rules reject dates after
 * that time, so the result never changes: a retried run, or a reconciliation months later, agrees
 * with the first run.
 *
 * <p>Not thread-safe. Create one per DoFn instance, on the worker.
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
   * @throws RejectedUserException if it can never become a row
   * @throws java.io.UncheckedIOException if a schema lookup failed
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
      throw new UnsupportedOperationException("always UTC");
    }
  }
}

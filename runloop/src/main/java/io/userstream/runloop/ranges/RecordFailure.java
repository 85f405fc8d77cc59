package io.userstream.runloop.ranges;

/**
 * A record for which a {@link RecordFn} threw an exception.
 *
 * @param record with its original key, value and headers; {@code toString} returns its place
 * @param exception thrown by the function; its message may quote the record
 */
public record RecordFailure(SourceRecord record, RuntimeException exception) {}

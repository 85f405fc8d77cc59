package io.userstream.runloop.ranges;

/**
 * A record for which a {@link RecordFn} threw an exception.
 *
 * @param record with its key, value and headers untouched; {@code toString} gives its place
 * @param exception what the function threw; its message may quote the record
 */
public record RecordFailure(SourceRecord record, RuntimeException exception) {}

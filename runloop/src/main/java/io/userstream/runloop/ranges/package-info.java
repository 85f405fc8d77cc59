/**
 * Fixed ranges of offsets, and the transforms that read them inside a bounded Beam pipeline.
 *
 * <p>{@link io.userstream.runloop.ranges.Ranges} puts ranges into a pipeline, {@link
 * io.userstream.runloop.ranges.ReadRanges} reads their committed records, and {@link
 * io.userstream.runloop.ranges.SourceRecord} is a record with its position and its write time.
 *
 * <p>A {@link io.userstream.runloop.ranges.WriteClock} computes the write times. In the middle of a
 * log, it starts where {@code WriteClockStart} finds out, which asks the time index ({@link
 * io.userstream.runloop.ranges.TimeIndex}) with the searches {@code LookBack} and {@code
 * YoungestBefore}. {@code IndexBound} is the search for a single time.
 */
package io.userstream.runloop.ranges;

/**
 * Fixed ranges of offsets, and the transforms that read them inside a bounded Beam pipeline.
 *
 * <p>{@link io.userstream.runloop.ranges.Ranges} puts ranges into a pipeline, {@link
 * io.userstream.runloop.ranges.ReadRanges} reads their committed records, and {@link
 * io.userstream.runloop.ranges.SourceRecord} is a record with its position and its write time.
 */
package io.userstream.runloop.ranges;

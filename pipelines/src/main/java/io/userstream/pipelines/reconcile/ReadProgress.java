package io.userstream.pipelines.reconcile;

import io.userstream.pipelines.progress.Count;
import io.userstream.runloop.ranges.PartitionRange;
import io.userstream.runloop.runner.PipelineWatch;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;

/**
 * The share of the topics and the table that a comparison has read. The numbers of records and rows
 * are unknown until all of them are read. Until then, the total is an upper bound, which assumes
 * that no record was compacted and that every record is a different user. Thread-safe.
 */
final class ReadProgress {
  /** Counts records and rows as they are read. */
  static final Counter READ = Metrics.counter(ReadProgress.class, "read");

  private final PipelineResult result;
  private final long expected;
  private volatile boolean hasEnded;

  ReadProgress(PipelineResult result, FixedOffsets offsets) {
    this.result = result;
    long records = offsets.ranges().stream().mapToLong(PartitionRange::span).sum();
    long rows =
        offsets.ranges().stream()
            .filter(range -> range.topic().equals(offsets.topic()))
            .mapToLong(PartitionRange::span)
            .sum();
    this.expected = records + rows;
  }

  /** Notes that everything is read. */
  void ended() {
    hasEnded = true;
  }

  Count count() {
    long read = PipelineWatch.attempted(result, READ.getName());
    return Count.of(read, hasEnded ? read : expected);
  }
}

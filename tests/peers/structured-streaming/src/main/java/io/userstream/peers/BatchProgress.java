package io.userstream.peers;

import java.util.Locale;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.StreamingQueryProgress;

/**
 * Prints the progress of the query to stdout for benchmarks, because the query commits no offsets
 * to Kafka. The line is {@code progress batch=<id> records=<of this batch> total=<since the start>
 * millis=<duration>}. When it is printed, all of these records are in the table.
 */
final class BatchProgress extends StreamingQueryListener {
  private static final long serialVersionUID = 1L;

  private long total;

  @Override
  public void onQueryStarted(QueryStartedEvent event) {}

  @Override
  public void onQueryProgress(QueryProgressEvent event) {
    StreamingQueryProgress progress = event.progress();
    if (progress.numInputRows() > 0) {
      total += progress.numInputRows();
      System.out.printf(
          Locale.ROOT,
          "progress batch=%d records=%d total=%d millis=%d%n",
          progress.batchId(),
          progress.numInputRows(),
          total,
          progress.batchDuration());
    }
  }

  @Override
  public void onQueryTerminated(QueryTerminatedEvent event) {}
}

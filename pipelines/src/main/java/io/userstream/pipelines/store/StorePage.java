package io.userstream.pipelines.store;

import io.userstream.runloop.LastRuns;
import io.userstream.runloop.RunLoopStatus;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;

/**
 * The state of a store job: each component is a field of {@code /status.json}. Moments are in
 * milliseconds since the epoch.
 *
 * @param reason why the job is not ready; null if it is
 * @param published offsets of this driver's partitions since it started
 * @param freshnessSeconds null while it is not known
 * @param lastCommit null before the first commit
 * @param openTransactionSince when the oldest open transaction began; null if none is open
 * @param lastError null if no run failed
 */
record StorePage(
    Map<String, String> build,
    String topic,
    String deadLetterTopic,
    String table,
    String group,
    long startedAt,
    long now,
    boolean ready,
    @Nullable String reason,
    long published,
    long stored,
    long erased,
    long dead,
    Map<String, Long> deadByReason,
    long inFlight,
    @Nullable Double freshnessSeconds,
    @Nullable Long lastCommit,
    int runsInFlight,
    int runsWaiting,
    long runsDone,
    long runsRepeated,
    long behindOpenTransactions,
    @Nullable Long openTransactionSince,
    Pace pace,
    List<Partition> partitions,
    List<LastRuns.Attempt> lastRuns,
    @Nullable LastRuns.Failure lastError) {
  /** A partition that this driver owns, in offsets. */
  record Partition(int partition, long committed, long end, long lag, long behindOpenTransaction) {
    static Partition of(RunLoopStatus.Partition status) {
      return new Partition(
          status.partition().partition(),
          status.committed(),
          status.end(),
          status.lag(),
          status.behindOpenTransaction());
    }
  }
}

package io.userstream.pipelines.store;

import io.userstream.io.cassandra.UserBatch;
import io.userstream.runloop.OffsetWindow;
import io.userstream.runloop.ranges.RecordFn;
import java.util.Map;
import javax.annotation.Nullable;

/**
 * The records that a job stores. Immutable.
 *
 * @param window the offsets to read; null for the whole topic
 * @param ends by partition, the offset from which only tombstones count
 */
record Scope(@Nullable OffsetWindow window, Map<Integer, Long> ends) {
  /** All records of the topic. */
  static final Scope EVERYTHING = new Scope(null, Map.of());

  Scope {
    ends = Map.copyOf(ends);
  }

  /** Returns a function that ignores the records that do not count. */
  RecordFn<UserBatch> limit(DecodeRecords decode) {
    return ends.isEmpty() ? decode : new TombstonesFrom(ends, decode);
  }
}

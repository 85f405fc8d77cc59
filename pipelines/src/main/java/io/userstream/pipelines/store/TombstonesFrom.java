package io.userstream.pipelines.store;

import io.userstream.io.cassandra.UserBatch;
import io.userstream.runloop.ranges.RecordFn;
import io.userstream.runloop.ranges.SourceRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Ignores all records from an offset on except tombstones, so that users who were erased later are
 * not stored again.
 */
final class TombstonesFrom implements RecordFn<UserBatch> {
  private static final long serialVersionUID = 1L;

  private final HashMap<Integer, Long> ends;
  private final RecordFn<UserBatch> next;

  /**
   * @param ends the offset by partition
   */
  TombstonesFrom(Map<Integer, Long> ends, RecordFn<UserBatch> next) {
    this.ends = new HashMap<>(ends);
    this.next = next;
  }

  @Override
  public void setUp() {
    next.setUp();
  }

  @Override
  public void startBundle() {
    next.startBundle();
  }

  @Override
  public void process(SourceRecord record, Consumer<UserBatch> output) {
    if (record.value() == null
        || record.offset() < ends.getOrDefault(record.partition(), Long.MAX_VALUE)) {
      next.process(record, output);
    }
  }

  @Override
  public void finishBundle(Consumer<UserBatch> output) {
    next.finishBundle(output);
  }

  @Override
  public void tearDown() {
    next.tearDown();
  }
}

package io.userstream.pipelines.store;

import io.userstream.io.cassandra.UserBatch;
import io.userstream.runloop.ranges.OffsetSet;
import io.userstream.runloop.ranges.RecordFn;
import io.userstream.runloop.ranges.SourceRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Ignores all records but the selected ones and tombstones. These count, so that users who were
 * erased later are not stored again.
 */
final class SelectedRecords implements RecordFn<UserBatch> {
  private static final long serialVersionUID = 1L;

  private final HashMap<Integer, OffsetSet> selected;
  private final RecordFn<UserBatch> next;

  /**
   * @param selected the offsets by partition
   */
  SelectedRecords(Map<Integer, OffsetSet> selected, RecordFn<UserBatch> next) {
    this.selected = new HashMap<>(selected);
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
        || selected.getOrDefault(record.partition(), OffsetSet.EMPTY).contains(record.offset())) {
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

package io.userstream.pipelines.store;

import io.userstream.io.cassandra.UserBatch;
import io.userstream.io.erasures.Erasures;
import io.userstream.model.UserRecordDecoder;
import io.userstream.runloop.ranges.OffsetSet;
import io.userstream.runloop.ranges.RecordFn;
import io.userstream.runloop.ranges.SourceRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Ignores all records but tombstones and the selected ones of users who were not erased. Tombstones
 * count, so that users who were erased later are not stored again.
 */
final class SelectedRecords implements RecordFn<UserBatch> {
  private static final long serialVersionUID = 1L;

  private final HashMap<Integer, OffsetSet> selected;
  private final Erasures erasures;
  private final RecordFn<UserBatch> next;

  /**
   * @param selected the offsets by partition
   * @param erasures users whose records are ignored
   */
  SelectedRecords(Map<Integer, OffsetSet> selected, Erasures erasures, RecordFn<UserBatch> next) {
    this.selected = new HashMap<>(selected);
    this.erasures = erasures;
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
        || (isSelected(record) && !erasures.contains(UserRecordDecoder.idOf(record.key())))) {
      next.process(record, output);
    }
  }

  private boolean isSelected(SourceRecord record) {
    return selected.getOrDefault(record.partition(), OffsetSet.EMPTY).contains(record.offset());
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

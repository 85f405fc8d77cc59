package io.userstream.pipelines.store;

import com.google.common.collect.Maps;
import io.userstream.io.cassandra.UserBatch;
import io.userstream.io.erasures.Erasures;
import io.userstream.runloop.OffsetWindow;
import io.userstream.runloop.ranges.OffsetSet;
import io.userstream.runloop.ranges.PartitionRange;
import io.userstream.runloop.ranges.RecordFn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.annotation.Nullable;

/**
 * The records that a job stores. Immutable.
 *
 * @param window the offsets to read; null for the whole topic
 * @param selected the offsets that count, by partition; of others, only tombstones count
 * @param erasures users whose records do not count
 */
public record Scope(
    @Nullable OffsetWindow window, Map<Integer, OffsetSet> selected, Erasures erasures) {
  /** All records of the topic. */
  static final Scope EVERYTHING = new Scope(null, Map.of(), Erasures.NONE);

  /**
   * Returns some records, and all tombstones after the first of them. Their users must not come
   * back.
   *
   * @param ends the end of each partition's log, as far as it can be read
   */
  public static Scope of(
      Map<Integer, OffsetSet> selected, Map<Integer, Long> ends, Erasures erasures) {
    Map<Integer, OffsetWindow.Part> read = new TreeMap<>();
    selected.forEach(
        (partition, offsets) -> {
          if (!offsets.isEmpty()) {
            long end = Math.max(offsets.end(), ends.getOrDefault(partition, 0L));
            read.put(partition, new OffsetWindow.Part(offsets.first(), end));
          }
        });
    return new Scope(new OffsetWindow(read), selected, erasures);
  }

  /** Copies the map. */
  public Scope {
    selected = Map.copyOf(selected);
  }

  /** Returns a function that ignores the records of some ranges that do not count. */
  RecordFn<UserBatch> limit(List<PartitionRange> ranges, DecodeRecords decode) {
    if (window == null) {
      return decode;
    }
    Map<Integer, List<OffsetSet>> ofRanges = new HashMap<>();
    for (PartitionRange range : ranges) {
      OffsetSet all = selected.getOrDefault(range.partition(), OffsetSet.EMPTY);
      ofRanges
          .computeIfAbsent(range.partition(), partition -> new ArrayList<>())
          .add(all.within(range.start(), range.stop()));
    }
    return new SelectedRecords(Maps.transformValues(ofRanges, OffsetSet::union), erasures, decode);
  }
}

package io.userstream.pipelines.store;

import com.google.common.collect.Maps;
import io.userstream.model.RejectReason;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.Metrics;

/** Counts the outcomes of the records of a run, in Beam. */
final class RecordCounters {
  private static final String NAMESPACE = "store";

  /** Counts users that became rows. */
  static final Counter STORED = Metrics.counter(NAMESPACE, "kept");

  /** Counts tombstones. */
  static final Counter ERASED = Metrics.counter(NAMESPACE, "erased");

  private static final Map<RejectReason, Counter> DEAD =
      Maps.toMap(
          Arrays.asList(RejectReason.values()),
          reason -> Metrics.counter(NAMESPACE, "dead." + reason.code()));

  private RecordCounters() {}

  /** Returns the names of all counters. */
  static List<MetricName> names() {
    return Stream.concat(Stream.of(STORED, ERASED), DEAD.values().stream())
        .map(Counter::getName)
        .toList();
  }

  /** Returns the counter of dead letters with this reason. */
  static Counter dead(RejectReason reason) {
    return DEAD.get(reason);
  }
}

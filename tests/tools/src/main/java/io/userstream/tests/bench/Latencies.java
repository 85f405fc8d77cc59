package io.userstream.tests.bench;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Locale;

/** The latencies of some samples, in milliseconds. */
@AutoValue
abstract class Latencies {
  /** Returns all samples, the shortest first. */
  abstract ImmutableList<Long> sortedMillis();

  static Latencies of(List<Long> millis) {
    return new AutoValue_Latencies(ImmutableList.sortedCopyOf(millis));
  }

  /**
   * Returns the shortest latency that at least a percentage of the samples does not exceed (nearest
   * rank).
   *
   * @param percent above 0, at most 100
   * @throws IllegalStateException if there is no sample
   */
  long percentile(int percent) {
    if (sortedMillis().isEmpty()) {
      throw new IllegalStateException("no sample was taken");
    }
    int rank = (sortedMillis().size() * percent + 99) / 100;
    return sortedMillis().get(rank - 1);
  }

  /** Formats the figures as a line. */
  @Override
  public final String toString() {
    return String.format(
        Locale.ROOT,
        "samples=%d p50 ms=%d p90 ms=%d p99 ms=%d",
        sortedMillis().size(),
        percentile(50),
        percentile(90),
        percentile(99));
  }
}

package io.userstream.pipelines.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Groups latencies of single reads into measurements. Not thread-safe. */
final class RecentLatencies {
  /** With one read every 100 ms, about a second. */
  static final int GROUP = 10;

  /** One slow read may have met a garbage collection of this driver. */
  private static final int IGNORED = 1;

  private final List<Duration> group = new ArrayList<>();

  /** Adds a read. Returns the second slowest when enough reads were added since the last one. */
  Optional<Duration> add(Duration latency) {
    group.add(latency);
    if (group.size() < GROUP) {
      return Optional.empty();
    }
    Collections.sort(group);
    Duration slow = group.get(GROUP - 1 - IGNORED);
    group.clear();
    return Optional.of(slow);
  }
}

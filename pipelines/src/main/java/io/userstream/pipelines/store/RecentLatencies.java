package io.userstream.pipelines.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Groups latencies of single reads into measurements. Not thread-safe. */
final class RecentLatencies {
  /** With one read every 200 ms, about a second. */
  static final int GROUP = 5;

  private final List<Duration> group = new ArrayList<>();

  /** Adds a read. Returns the median when enough reads were added since the last one. */
  Optional<Duration> add(Duration latency) {
    group.add(latency);
    if (group.size() < GROUP) {
      return Optional.empty();
    }
    Collections.sort(group);
    Duration median = group.get(GROUP / 2);
    group.clear();
    return Optional.of(median);
  }
}

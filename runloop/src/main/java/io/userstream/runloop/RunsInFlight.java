package io.userstream.runloop;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** The runs that are with the workers. For use by the loop's thread alone. */
final class RunsInFlight {
  private final RunWorkers workers;
  private final int slots;
  private final LoopTime time;

  /** With the moments of their starts; the oldest first. */
  private final Map<Run, Long> startNanos = new LinkedHashMap<>();

  RunsInFlight(RunWorkers workers, int slots, LoopTime time) {
    this.workers = workers;
    this.slots = slots;
    this.time = time;
  }

  int size() {
    return startNanos.size();
  }

  boolean hasFreeSlot() {
    return size() < slots;
  }

  /** For how long the oldest has been in flight; zero when there is none. */
  Duration longest() {
    return startNanos.isEmpty()
        ? Duration.ZERO
        : Duration.ofNanos(time.nanoTime() - startNanos.values().iterator().next());
  }

  /** Whether one of them has a range of one of these partitions. */
  boolean touch(Collection<TopicPartition> partitions) {
    return startNanos.keySet().stream()
        .flatMap(run -> run.ranges().stream())
        .anyMatch(range -> partitions.contains(range.topicPartition()));
  }

  void begin(Run run) {
    startNanos.put(run, time.nanoTime());
    workers.begin(run);
  }

  /** Those that have ended since the last call; waits for one, for at most this time. */
  List<EndedRun> takeEnded(Duration atMost) throws InterruptedException {
    List<EndedRun> ended = workers.takeEnded(atMost);
    for (EndedRun end : ended) {
      startNanos.remove(end.run());
    }
    return ended;
  }
}

package io.userstream.runloop;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** The runs that are with the workers. For use by the loop's thread only. */
final class RunsInFlight {
  private final RunWorkers workers;
  private final LoopTime time;

  /** The start of each run, oldest first. */
  private final Map<Run, Long> startNanos = new LinkedHashMap<>();

  RunsInFlight(RunWorkers workers, LoopTime time) {
    this.workers = workers;
    this.time = time;
  }

  int size() {
    return startNanos.size();
  }

  /** Returns how long the oldest run has been in flight; zero if there is none. */
  Duration longest() {
    return startNanos.isEmpty()
        ? Duration.ZERO
        : Duration.ofNanos(time.nanoTime() - startNanos.values().iterator().next());
  }

  /** Returns true if a run has a range of one of these partitions. */
  boolean touch(Collection<TopicPartition> partitions) {
    return startNanos.keySet().stream()
        .flatMap(run -> run.ranges().stream())
        .anyMatch(range -> partitions.contains(range.topicPartition()));
  }

  void begin(Run run) {
    startNanos.put(run, time.nanoTime());
    workers.begin(run);
  }

  /** Returns the runs that have ended since the last call; waits for one up to the given time. */
  List<EndedRun> takeEnded(Duration atMost) throws InterruptedException {
    List<EndedRun> ended = workers.takeEnded(atMost);
    for (EndedRun end : ended) {
      startNanos.remove(end.run());
    }
    return ended;
  }
}

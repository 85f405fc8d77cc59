package io.userstream.runloop;

import io.userstream.runloop.ranges.PartitionRange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes a run without records, which loads classes and opens connections in the slots that the
 * engine has by then. A driver that does so before it joins the group does not let the users of its
 * first partitions wait for that.
 */
final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  private WarmUp() {}

  /**
   * Returns when the run has ended. A failure that a retry may fix is only logged: a lasting fault
   * also fails the first run, which is retried.
   *
   * @param tick how long to wait between two looks at {@code isStopping}, which ends the wait
   * @throws RunLoopException if no retry can fix the fault, if the run hangs, or if the engine
   *     cannot execute runs anymore
   */
  static void execute(
      RunLoopConfig config,
      RunWorkers workers,
      HangDetector hangs,
      LoopTime time,
      Duration tick,
      BooleanSupplier isStopping)
      throws RunLoopException, InterruptedException {
    Run run = run(config);
    LOG.info("warming up: slots={}", run.bundles());
    workers.begin(run);
    long startNanos = time.nanoTime();
    List<EndedRun> ended = List.of();
    while (ended.isEmpty() && !isStopping.getAsBoolean()) {
      hangs.check(Duration.ofNanos(time.nanoTime() - startNanos));
      ended = workers.takeEnded(tick);
    }
    for (EndedRun end : ended) {
      settle(end, config);
    }
  }

  private static Run run(RunLoopConfig config) {
    return Run.builder()
        .setNumber(0)
        .setRanges(List.of(PartitionRange.of(config.topic(), 0, 0, 0)))
        .setBundles(Math.max(1, config.engine().slots()))
        .setClientProperties(config.clientProperties())
        .build();
  }

  private static void settle(EndedRun ended, RunLoopConfig config) throws RunLoopException {
    Optional<RunLoopException> fatal = ended.fatalFault(config);
    if (fatal.isPresent()) {
      throw fatal.get();
    }
    if (ended.fault().isPresent()) {
      LOG.warn("could not warm up: {}", ended.reason().orElseThrow());
    } else {
      LOG.info("warmed up in {} ms", ended.took().toMillis());
    }
  }
}

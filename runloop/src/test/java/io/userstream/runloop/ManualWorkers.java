package io.userstream.runloop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.annotation.Nullable;

/** Keeps runs in flight until the test ends them. */
final class ManualWorkers implements RunWorkers {
  final List<Run> inFlight = new ArrayList<>();

  /** Called after a run has begun. */
  Consumer<Run> onBegin = run -> {};

  private final List<EndedRun> ended = new ArrayList<>();

  /** Ends all runs in flight: done, or failed with a fault. */
  void endRuns(@Nullable Throwable fault) {
    endEach(run -> fault);
  }

  /** Ends all runs in flight, each with its fault or done. */
  void endEach(Function<Run, Throwable> fault) {
    inFlight.forEach(run -> ended.add(EndedRun.of(run, fault.apply(run), Duration.ofMillis(1))));
    inFlight.clear();
  }

  @Override
  public void begin(Run run) {
    inFlight.add(run);
    onBegin.accept(run);
  }

  @Override
  public List<EndedRun> takeEnded(Duration atMost) {
    List<EndedRun> taken = List.copyOf(ended);
    ended.clear();
    return taken;
  }

  @Override
  public void close() {}
}

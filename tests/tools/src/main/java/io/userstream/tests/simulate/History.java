package io.userstream.tests.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The events of a schedule in readable lines. Costs nothing unless the lines are requested. */
final class History {
  private final boolean wanted;
  private final Scheduler scheduler;
  private final long startNanos;
  private final List<String> lines = new ArrayList<>();

  History(boolean wanted, Scheduler scheduler) {
    this.wanted = wanted;
    this.scheduler = scheduler;
    this.startNanos = scheduler.nowNanos();
  }

  boolean wanted() {
    return wanted;
  }

  void add(Supplier<String> line) {
    if (wanted) {
      double seconds = (scheduler.nowNanos() - startNanos) / 1e9;
      lines.add(String.format(Locale.ROOT, "%8.3f s  %s", seconds, line.get()));
    }
  }

  List<String> lines() {
    return lines;
  }
}

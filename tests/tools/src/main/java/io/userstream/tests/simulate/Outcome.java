package io.userstream.tests.simulate;

import io.userstream.tests.simulate.Faults.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The result of a schedule.
 *
 * @param violation the broken invariant, or empty
 * @param history the events, if requested
 */
record Outcome(Optional<String> violation, List<String> history) {
  /** Runs a schedule. The same schedule always runs the same way. */
  static Outcome of(Schedule schedule, boolean wantsHistory) {
    World world = new World(schedule, wantsHistory);
    Optional<String> violation = Optional.empty();
    try {
      world.run();
    } catch (Violation e) {
      violation = Optional.of(e.getMessage());
    } catch (RuntimeException | StackOverflowError e) {
      violation = Optional.of("unexpected exception: " + describe(e));
    }
    List<String> history = new ArrayList<>(world.history.lines());
    violation.ifPresent(broken -> history.add("VIOLATION: " + broken));
    return new Outcome(violation, history);
  }

  private static String describe(Throwable exception) {
    StackTraceElement[] trace = exception.getStackTrace();
    StringBuilder text = new StringBuilder(exception.toString());
    for (int frame = 0; frame < Math.min(4, trace.length); frame++) {
      text.append(" at ").append(trace[frame]);
    }
    return text.toString();
  }
}

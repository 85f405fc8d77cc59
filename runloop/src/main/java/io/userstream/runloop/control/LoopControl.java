package io.userstream.runloop.control;

import java.util.Optional;

/** Tells a loop what an operator has ordered. */
@FunctionalInterface
public interface LoopControl {
  /** Orders nothing. */
  LoopControl NONE = () -> Optional.of(ControlState.RUNNING);

  /**
   * Returns the latest known state; empty if it is not known yet, so that the loop must not start
   * its first run. The loop calls it several times a second. Returns immediately.
   */
  Optional<ControlState> state();
}

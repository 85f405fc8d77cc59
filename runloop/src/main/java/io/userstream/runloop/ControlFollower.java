package io.userstream.runloop;

import io.userstream.runloop.control.ControlState;
import io.userstream.runloop.control.LoopControl;
import io.userstream.runloop.control.MaxRate;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The orders of an operator, as the loop follows them in the current turn. For use by the loop's
 * thread only.
 */
final class ControlFollower {
  private static final Logger LOG = LoggerFactory.getLogger(ControlFollower.class);

  private final LoopControl control;
  private final String group;
  private final Optional<MaxRate> configured;
  @Nullable private ControlState followed;

  ControlFollower(RunLoopConfig config) {
    this.control = config.control();
    this.group = config.group();
    this.configured = Optional.ofNullable(config.maxRate());
  }

  /** Takes new orders. */
  void look() {
    control
        .state()
        .filter(now -> !now.equals(followed))
        .ifPresent(
            now -> {
              log(followed == null ? ControlState.RUNNING : followed, now);
              followed = now;
            });
  }

  private void log(ControlState before, ControlState now) {
    if (now.isPaused() && !before.isPaused()) {
      LOG.info("group {} is {}: no run starts", group, now.describePause().orElseThrow());
    } else if (before.isPaused() && !now.isPaused()) {
      LOG.info("group {} is resumed", group);
    }
    if (!now.maxRate().equals(before.maxRate())) {
      LOG.info(
          "maximum rate of group {}: {} records",
          group,
          now.maxRate().map(MaxRate::toString).orElse("any number of"));
    }
  }

  /** Returns true if runs may start. */
  boolean allowsRuns() {
    return followed != null && !followed.isPaused();
  }

  /** Returns the version of the pause; 0 if the group is not paused. */
  long pause() {
    return followed != null && followed.isPaused() ? followed.version() : 0;
  }

  /** Returns the orders; those of a group without any until they are known. */
  ControlState state() {
    return followed == null ? ControlState.RUNNING : followed;
  }

  /**
   * Returns this driver's part of the lower of the configured and the ordered rate, in records per
   * second; infinite if there is neither.
   *
   * @param share of the partitions that this driver has, from 0 to 1
   */
  double perSecond(double share) {
    OptionalDouble ofGroup =
        Stream.concat(configured.stream(), state().maxRate().stream())
            .mapToDouble(MaxRate::perSecond)
            .min();
    return ofGroup.isEmpty() ? Double.POSITIVE_INFINITY : ofGroup.getAsDouble() * share;
  }

  /** Describes why no run starts before the orders are known; empty once they are. */
  Optional<String> obstacle() {
    return followed == null
        ? Optional.of("reading whether group " + group + " is paused")
        : Optional.empty();
  }
}

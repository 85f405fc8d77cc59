package io.userstream.pipelines.control;

import io.userstream.io.kafka.Topics;
import io.userstream.runloop.PauseProgress;
import io.userstream.runloop.control.ControlOffsets;
import io.userstream.runloop.control.ControlState;
import io.userstream.runloop.control.MaxRate;
import io.userstream.runloop.servers.ServerException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An order of an operator to all drivers of a group. A repeated order changes nothing. */
final class Order {
  private static final Logger LOG = LoggerFactory.getLogger(Order.class);
  private static final Duration EVERY = Duration.ofMillis(500);

  private final ControlConfig config;
  private final UnaryOperator<ControlState> change;
  private final Duration wait;

  /**
   * @param change from the state before to the one that is ordered
   * @param wait how long to wait until a paused group has no run in flight
   */
  Order(ControlConfig config, UnaryOperator<ControlState> change, Duration wait) {
    this.config = config;
    this.change = change;
    this.wait = wait;
  }

  /**
   * Gives the order, and prints the state of the group.
   *
   * @param out receives one line
   * @throws ServerException if Kafka is down or denies the order, or runs are still in flight after
   *     the wait, although the order counts
   * @throws IOException if the result file cannot be written
   */
  void give(PrintStream out) throws InterruptedException, IOException {
    try (Admin admin = config.topic().kafka().await(config.connectTimeout())) {
      new Topics(admin).require(config.topic().name());
      ControlOffsets offsets = new ControlOffsets(admin, config.topic().name(), config.group());
      ControlState before = offsets.read().state();
      ControlState ordered = change.apply(before);
      if (config.dryRun()) {
        LOG.info("the state now: {}", line(before, progress(admin, before)));
        report("would be ", ordered, progress(admin, before), out);
        return;
      }
      if (!ordered.equals(ControlState.RUNNING)) {
        offsets.order(ordered);
        requireTaken(ordered, offsets.read().state());
      }
      PauseProgress progress =
          ordered.isPaused() ? await(admin, ordered) : progress(admin, ordered);
      report("", ordered, progress, out);
      if (ordered.isPaused() && !wait.isZero() && !progress.isComplete()) {
        throw new ServerException(
            String.format(
                Locale.ROOT,
                "Group %s is paused, but the drivers of %d of %d partitions still have runs in"
                    + " flight after %d s, or are of a build that cannot pause. Look at their logs,"
                    + " or run this command again to wait longer.",
                config.group(),
                progress.partitions() - progress.quiet(),
                progress.partitions(),
                wait.toSeconds()));
      }
    }
  }

  private void requireTaken(ControlState ordered, ControlState now) {
    if (!now.equals(ordered)) {
      throw new ServerException(
          String.format(
              Locale.ROOT,
              "Another order was given to group %s at the same time. The state is now: %s. Give the"
                  + " order again if that is not what you want.",
              config.group(),
              word(now)));
    }
  }

  private PauseProgress progress(Admin admin, ControlState state) {
    return PauseProgress.ask(admin, config.topic().name(), config.group(), state);
  }

  private PauseProgress await(Admin admin, ControlState ordered) throws InterruptedException {
    long startNanos = System.nanoTime();
    while (true) {
      try {
        PauseProgress progress = progress(admin, ordered);
        if (progress.isComplete() || System.nanoTime() - startNanos >= wait.toNanos()) {
          return progress;
        }
      } catch (RetriableException e) {
        if (System.nanoTime() - startNanos >= wait.toNanos()) {
          throw e;
        }
        LOG.warn("Kafka: {}", e.getMessage());
      }
      TimeUnit.MILLISECONDS.sleep(EVERY.toMillis());
    }
  }

  private void report(String prefix, ControlState state, PauseProgress progress, PrintStream out)
      throws IOException {
    if (progress.drivers() == 0) {
      LOG.warn(
          "group {} has no driver now: the order counts when one starts. Check --group",
          config.group());
    }
    out.println(prefix + line(state, progress));
    if (!config.dryRun()) {
      config.resultFile().write(counts(state, progress));
    }
  }

  private String line(ControlState state, PauseProgress progress) {
    StringBuilder line = new StringBuilder(word(state)).append(':');
    counts(state, progress)
        .forEach((name, value) -> line.append(' ').append(name).append('=').append(value));
    return line.toString();
  }

  private static String word(ControlState state) {
    return state.isPaused() ? "paused" : "resumed";
  }

  private Map<String, Object> counts(ControlState state, PauseProgress progress) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("group", config.group());
    state.pausedSince().ifPresent(since -> counts.put("since", since.toString()));
    counts.put("maxRate", state.maxRate().map(MaxRate::toString).orElse("none"));
    counts.put("drivers", progress.drivers());
    counts.put("partitions", progress.partitions());
    if (state.isPaused()) {
      counts.put("quiet", progress.quiet());
    }
    return counts;
  }
}

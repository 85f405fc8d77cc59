package io.userstream.pipelines.control;

import io.userstream.io.options.OptionReader;
import io.userstream.pipelines.job.ExitCode;
import io.userstream.pipelines.job.Job;
import io.userstream.runloop.control.ControlState;
import java.time.Duration;
import java.time.Instant;

/**
 * The pause command: no driver of a group starts a run until {@link Resume}. Waits until no run is
 * in flight.
 */
public final class Pause {
  private Pause() {}

  /**
   * Reads the options without asking a server.
   *
   * @param reader receives problems with them
   */
  public static Job read(PauseOptions options, OptionReader reader) {
    ControlConfig config = ControlConfig.read(options, reader);
    Duration wait = reader.duration("wait", options.getWait(), "0s", "1h");
    String reason =
        reader
            .parse(
                "reason",
                options.getReason(),
                text -> {
                  ControlState unused = ControlState.RUNNING.pause(Instant.EPOCH, text);
                  return text;
                })
            .orElse(null);
    return (out, progress) -> {
      new Order(config, state -> state.pause(Instant.now(), reason), wait).give(out);
      return ExitCode.DONE;
    };
  }
}

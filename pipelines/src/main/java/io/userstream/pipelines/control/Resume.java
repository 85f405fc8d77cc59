package io.userstream.pipelines.control;

import io.userstream.io.options.OptionReader;
import io.userstream.pipelines.job.ExitCode;
import io.userstream.pipelines.job.Job;
import io.userstream.runloop.control.ControlState;
import io.userstream.runloop.control.MaxRate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The resume command: ends a {@link Pause}, and sets or removes the maximum rate of a group. */
public final class Resume {
  private static final String NO_RATE = "none";

  private Resume() {}

  /**
   * Reads the options without asking a server.
   *
   * @param reader receives problems with them
   */
  public static Job read(ResumeOptions options, OptionReader reader) {
    ControlConfig config = ControlConfig.read(options, reader);
    Optional<Optional<MaxRate>> rate = reader.parse("maxRate", options.getMaxRate(), Resume::rate);
    UnaryOperator<ControlState> change =
        state -> {
          Instant now = Instant.now();
          ControlState resumed = state.resume(now);
          return rate.isPresent() ? resumed.limit(now, rate.get().orElse(null)) : resumed;
        };
    return (out, progress) -> {
      new Order(config, change, Duration.ZERO).give(out);
      return ExitCode.DONE;
    };
  }

  private static Optional<MaxRate> rate(String text) {
    if (text.equals(NO_RATE)) {
      return Optional.empty();
    }
    try {
      return Optional.of(MaxRate.parse(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + ", or " + NO_RATE, e);
    }
  }
}

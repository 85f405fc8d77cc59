package io.userstream.runloop;

import com.google.auto.value.AutoValue;
import io.userstream.runloop.ranges.RecordException;
import java.time.Duration;
import java.util.Optional;
import javax.annotation.Nullable;

/** An ended attempt at a run. Immutable. */
@AutoValue
public abstract class EndedRun {
  /** The outcome of an attempt. */
  public enum Outcome {
    /** Every record of its ranges is stored. */
    DONE,

    /** The loop retries its ranges, or ends. */
    FAILED,

    /** The sink was down, so the attempt did not start. The loop starts it later. */
    NOT_BEGUN
  }

  public abstract Run run();

  /** Returns why it failed; empty if it is done. */
  public abstract Optional<Throwable> fault();

  /** Returns the time from its start to its end. */
  public abstract Duration took();

  /**
   * Creates an attempt that has ended.
   *
   * @param fault why it failed, or null if it is done
   * @param took the time from its start to its end
   */
  public static EndedRun of(Run run, @Nullable Throwable fault, Duration took) {
    return new AutoValue_EndedRun(run, Optional.ofNullable(fault), took);
  }

  /** Creates an attempt that did not start, because the sink was down. */
  public static EndedRun notBegun(Run run, Exception sinkFault, Duration took) {
    return of(run, new RunExecutor.SinkAwayException(sinkFault), took);
  }

  public final Outcome outcome() {
    if (fault().isEmpty()) {
      return Outcome.DONE;
    }
    return fault().get() instanceof RunExecutor.SinkAwayException
        ? Outcome.NOT_BEGUN
        : Outcome.FAILED;
  }

  /**
   * Returns why it failed, in one line: the innermost cause and, if a record's function threw it,
   * the place of the record. Empty if it is done.
   */
  public final Optional<String> reason() {
    return fault().map(EndedRun::reason);
  }

  /** Returns the end of the loop, if no retry can fix the cause of its failure. */
  final Optional<RunLoopException> fatalFault(RunLoopConfig config) {
    return fault()
        .flatMap(
            fault ->
                CausalChain.of(fault).stream()
                    .filter(
                        cause ->
                            cause instanceof RunExecutor.GraphException
                                || config.fatalFault().test(cause))
                    .findFirst()
                    .map(cause -> new RunLoopException(cause.getMessage(), fault)));
  }

  /** The message of a Spark exception contains the stack trace of a worker. */
  private static String reason(Throwable fault) {
    String text =
        fault instanceof RunExecutor.SinkAwayException
            ? String.valueOf(fault.getMessage())
            : CausalChain.root(fault).toString();
    String record =
        CausalChain.of(fault).stream()
            .filter(RecordException.class::isInstance)
            .map(cause -> "record " + ((RecordException) cause).place() + ": ")
            .findFirst()
            .orElse("");
    return record + text.lines().findFirst().orElse("");
  }
}

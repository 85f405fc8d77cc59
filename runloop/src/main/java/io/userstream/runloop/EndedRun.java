package io.userstream.runloop;

import com.google.auto.value.AutoValue;
import io.userstream.runloop.ranges.RecordException;
import java.time.Duration;
import java.util.Optional;
import javax.annotation.Nullable;

/** How an attempt at a run ended. Immutable. */
@AutoValue
public abstract class EndedRun {
  /** The kinds of ends. */
  public enum Outcome {
    /** Every record of its ranges is safe. */
    DONE,

    /** Its ranges are tried again, or the loop ends. */
    FAILED,

    /** The sink did not answer, so nothing was tried; it is put off. */
    NOT_BEGUN
  }

  public abstract Run run();

  /** Returns why it failed; empty when every record of it is safe. */
  public abstract Optional<Throwable> fault();

  /** From its start to its end. */
  public abstract Duration took();

  /**
   * Describes an attempt that has ended.
   *
   * @param fault why it failed, or null when every record of the run's ranges is safe
   * @param took from its start to its end
   */
  public static EndedRun of(Run run, @Nullable Throwable fault, Duration took) {
    return new AutoValue_EndedRun(run, Optional.ofNullable(fault), took);
  }

  /** Describes an attempt that was put off, because the sink did not answer. */
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
   * where the record is. Empty when the run did not fail.
   */
  public final Optional<String> reason() {
    return fault().map(EndedRun::reason);
  }

  /** Spark's exceptions carry the whole stack trace of a worker in their message. */
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

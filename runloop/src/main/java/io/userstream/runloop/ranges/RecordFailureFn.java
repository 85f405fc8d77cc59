package io.userstream.runloop.ranges;

import java.io.Serializable;
import java.util.function.Consumer;

/**
 * Gives something for a record that failed, such as a dead letter. Called again whenever the run is
 * retried, so what it gives must be idempotent like the rest: a dead letter's key is the place of
 * the record.
 *
 * @param <T> what the {@link RecordFn} gives, too
 */
@FunctionalInterface
public interface RecordFailureFn<T> extends Serializable {
  /** Takes a failed record. What it throws fails the run. */
  void handle(RecordFailure failure, Consumer<T> output);
}

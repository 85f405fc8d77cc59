package io.userstream.runloop.ranges;

import java.io.Serializable;
import java.util.function.Consumer;

/**
 * Outputs something for a failed record, such as a dead letter. Called again whenever the run is
 * retried, so its output must be idempotent, too: for example, the key of a dead letter is the
 * place of the record.
 *
 * @param <T> the type of the output of the {@link RecordFn}
 */
@FunctionalInterface
public interface RecordFailureFn<T> extends Serializable {
  /** Handles a failed record. An exception fails the run. */
  void handle(RecordFailure failure, Consumer<T> output);
}

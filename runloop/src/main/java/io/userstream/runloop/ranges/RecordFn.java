package io.userstream.runloop.ranges;

import java.io.Serializable;
import java.util.function.Consumer;

/**
 * A function applied to records where they are read. It combines the steps of a graph that every
 * record goes through. A runner that fuses nothing, such as Spark's, then neither holds the records
 * between the steps nor pays for each step in each run.
 *
 * <p>Each copy of the DoFn has its own copy of the function, used by one thread. As in a DoFn,
 * {@link #setUp} comes first. A bundle is {@link #process} for each record between {@link
 * #startBundle} and {@link #finishBundle}, and its output counts only once the bundle has finished.
 *
 * @param <T> the type of the output, of which a record may cause any number
 */
@FunctionalInterface
public interface RecordFn<T> extends Serializable {
  /**
   * Processes a record. Its output may follow now, with a later record, or at the end of the
   * bundle. An exception fails the run, which is then retried, unless {@link
   * ReadRanges.As#onFailure} handles it.
   *
   * @param output may be used until this method returns
   */
  void process(SourceRecord record, Consumer<T> output);

  /** Called once, before everything else. */
  default void setUp() {}

  /** Called before the first record of a bundle. */
  default void startBundle() {}

  /** Called after the last record of a bundle. */
  default void finishBundle(Consumer<T> output) {}

  /** Called last, unless the worker is killed. */
  default void tearDown() {}
}

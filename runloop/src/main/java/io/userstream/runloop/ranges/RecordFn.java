package io.userstream.runloop.ranges;

import java.io.Serializable;
import java.util.function.Consumer;

/**
 * What is made of records where they are read: the steps of a graph that every record goes through,
 * as one step. A runner that fuses nothing, such as Spark's, then neither holds the records between
 * the steps nor pays for each step in each run.
 *
 * <p>A copy of it works in each copy of the DoFn, for one thread. As in a DoFn, {@link #setUp}
 * comes first, a bundle is {@link #process} for each record between {@link #startBundle} and {@link
 * #finishBundle}, and what a bundle gave counts only when it has finished.
 *
 * @param <T> what it gives, any number of them for a record
 */
@FunctionalInterface
public interface RecordFn<T> extends Serializable {
  /**
   * Takes a record. What comes of it may be given now, with a later record, or at the end of the
   * bundle. What this method throws fails the run, unless {@link ReadRanges.As#onFailure} handles
   * it; the run is then retried.
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

  /** Called last, in an orderly end. */
  default void tearDown() {}
}

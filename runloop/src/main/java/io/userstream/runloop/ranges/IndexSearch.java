package io.userstream.runloop.ranges;

/**
 * Asks the time index of a partition one question after the other. The caller decides how to find
 * the answers, so it can ask for many partitions at once ({@link TimeIndex}). Not thread-safe.
 */
interface IndexSearch {
  /** The question for the first offset of the log, as {@link PartitionHistory#start}. */
  long LOG_START = -2;

  /** The answer that no record has the timestamp or a later one. */
  long NONE = Long.MAX_VALUE;

  /**
   * Returns a timestamp in milliseconds since the epoch, not negative, or {@link #LOG_START}. The
   * answer to a timestamp is that of {@link PartitionHistory#firstAtOrAfter}.
   */
  long question();

  /**
   * Takes the answer to the question.
   *
   * @param offset {@link #NONE} if there is none
   * @return true if nothing is left to ask
   */
  boolean answer(long offset);

  /** Asks a log until nothing is left to ask. */
  default void ask(PartitionHistory log) {
    boolean done;
    do {
      long question = question();
      done =
          answer(question == LOG_START ? log.start() : log.firstAtOrAfter(question).orElse(NONE));
    } while (!done);
  }
}

package io.userstream.runloop.ranges;

/**
 * Finds an offset that is not above that of the first record at a time or after it. Usually this is
 * the answer of the index.
 *
 * <p>But the index can say that there is no such record although there is one: Kafka searches only
 * the first segment whose largest timestamp is not below the time. If compaction has removed the
 * last records of that segment, it finds nothing, because the segment keeps its largest timestamp
 * (in an empty batch, or as the time of the file), and does not look into later segments. The same
 * happens if the start of the log was moved behind the segment, until its file is deleted. In that
 * case, the answer for an earlier time is a bound. The search steps back with growing steps, then
 * approaches the time again, and takes the start of the log if there is no answer at all. All
 * answers that name an offset are right.
 */
final class IndexBound implements IndexSearch {
  private final long timestampMs;
  private long step = 1;

  /** The smallest timestamp without an answer so far; -1 if there is none. */
  private long unanswered = -1;

  /** The largest timestamp with an answer so far; -1 if there is none. */
  private long answered = -1;

  private long offset;

  IndexBound(long timestampMs) {
    this.timestampMs = timestampMs;
  }

  @Override
  public long question() {
    if (unanswered < 0) {
      return timestampMs;
    }
    if (answered >= 0) {
      return answered + (unanswered - answered) / 2;
    }
    return unanswered == 0 ? LOG_START : Math.max(0, timestampMs - step);
  }

  @Override
  public boolean answer(long found) {
    long asked = question();
    if (asked == LOG_START) {
      offset = found;
      return true;
    }
    if (found == NONE) {
      unanswered = asked;
      step *= 2;
    } else {
      answered = asked;
      offset = found;
    }
    return isExact() || (answered >= 0 && unanswered - answered == 1);
  }

  /** Returns true if the index has answered for the time itself. */
  boolean isExact() {
    return answered == timestampMs;
  }

  /** Returns the bound, when nothing is left to ask. */
  long offset() {
    return offset;
  }
}

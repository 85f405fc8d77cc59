package io.userstream.tests.stack;

import java.time.Instant;
import java.util.Optional;

/**
 * A process by its pid and start time, so that another process which got the same pid later is not
 * taken for it.
 *
 * @param startMillis milliseconds since the epoch; 0 when the system does not tell
 */
record ProcessIdentity(long pid, long startMillis) {
  /** Linux counts a start time from a boot time that it rounds to seconds, not always alike. */
  private static final long TOLERANCE_MILLIS = 1_500;

  static ProcessIdentity of(ProcessHandle process) {
    return new ProcessIdentity(process.pid(), startMillisOf(process));
  }

  /** Reads what {@link #toString} wrote. */
  static ProcessIdentity parse(String text) {
    int at = text.indexOf('@');
    return new ProcessIdentity(
        Long.parseLong(text, 0, at, 10), Long.parseLong(text, at + 1, text.length(), 10));
  }

  /** Returns the process if it still runs. */
  Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(found -> Math.abs(startMillisOf(found) - startMillis) <= TOLERANCE_MILLIS);
  }

  /**
   * Returns the process if it still runs and, where the system shows command lines, has the text in
   * its own.
   */
  Optional<ProcessHandle> find(String inCommandLine) {
    return find()
        .filter(
            found -> found.info().commandLine().map(c -> c.contains(inCommandLine)).orElse(true));
  }

  private static long startMillisOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  @Override
  public String toString() {
    return pid + "@" + startMillis;
  }
}

package io.userstream.tests.stack;

import java.time.Instant;
import java.util.Optional;

/**
 * A process, identified by pid and start time, because another process may get the same pid later.
 *
 * @param startMillis milliseconds since the epoch; 0 if the system does not report it
 */
record ProcessIdentity(long pid, long startMillis) {
  /** Linux derives start times from a boot time that it rounds to seconds inconsistently. */
  private static final long TOLERANCE_MILLIS = 1_500;

  static ProcessIdentity of(ProcessHandle process) {
    return new ProcessIdentity(process.pid(), startMillisOf(process));
  }

  /** Parses the text of {@link #toString}. */
  static ProcessIdentity parse(String text) {
    int at = text.indexOf('@');
    return new ProcessIdentity(
        Long.parseLong(text, 0, at, 10), Long.parseLong(text, at + 1, text.length(), 10));
  }

  /** Returns the process if it is still running. */
  Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(found -> Math.abs(startMillisOf(found) - startMillis) <= TOLERANCE_MILLIS);
  }

  /**
   * Returns the process if it is still running and its command line contains the text. Ignores the
   * text where the system hides command lines.
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

package io.userstream.pipelines.check;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Compares the clocks of servers with that of this machine.
 *
 * <p>The limit is one second. Synchronized clocks differ by a few milliseconds, so a second means
 * that the synchronization of one machine does not work, and that the difference grows. Exactness
 * does not depend on the clocks: write times follow the log. But freshness and lag in the metrics,
 * {@code publish --fetchedFrom}, and the validity of certificates and tokens do.
 */
final class Clocks {
  static final Duration LIMIT = Duration.ofSeconds(1);

  private static final String FIX = "Synchronize the clocks of both machines (NTP).";

  private Clocks() {}

  /**
   * Compares a clock that was read between two times of this machine. The server may have read it
   * at any moment between them, so half the time between them is uncertain.
   */
  static void compare(
      Findings findings, String server, Instant now, Instant before, Instant after) {
    Duration uncertain = Duration.between(before, after).dividedBy(2);
    Duration difference = Duration.between(before.plus(uncertain), now);
    String value =
        String.format(
            Locale.ROOT,
            "%+.3f s from this machine, ±%.3f s",
            seconds(difference),
            seconds(uncertain));
    if (difference.abs().minus(uncertain).compareTo(LIMIT) > 0) {
      findings.warning(server, value, FIX);
    } else {
      findings.ok(server, value);
    }
  }

  /**
   * Compares the append time of the newest record, which a clock of a broker has set: Kafka has no
   * request for the time. Only a clock that is ahead can be seen.
   *
   * @param newest the append time of the newest record
   * @param now the time of this machine, after the record was read
   */
  static void compareNewest(Findings findings, String topic, Instant newest, Instant now) {
    String subject = "brokers of " + topic;
    Duration ahead = Duration.between(now, newest);
    if (ahead.compareTo(LIMIT) > 0) {
      findings.warning(
          subject,
          String.format(
              Locale.ROOT,
              "a broker is at least %.1f s ahead: the newest record is in the future",
              seconds(ahead)),
          FIX);
    } else {
      findings.ok(subject, "the newest record is not in the future");
    }
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}

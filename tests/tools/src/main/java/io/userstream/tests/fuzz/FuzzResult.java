package io.userstream.tests.fuzz;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The figures of a target.
 *
 * @param inputs that were read
 * @param accepted the number of inputs that the reader accepted
 * @param failures the number of inputs that broke a rule
 * @param nanos duration of the run
 * @param maxNanos longest time for one input
 * @param maxBytes largest allocation for one input
 */
record FuzzResult(
    String target,
    long inputs,
    long accepted,
    long failures,
    long nanos,
    long maxNanos,
    long maxBytes) {
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %d inputs, %d failures, %d s, max %d ms, max %.1f MiB",
        target,
        inputs,
        failures,
        TimeUnit.NANOSECONDS.toSeconds(nanos),
        TimeUnit.NANOSECONDS.toMillis(maxNanos),
        maxBytes / (double) (1 << 20));
  }
}

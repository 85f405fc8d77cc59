package io.userstream.io.kafka;

/**
 * A setting in which a topic on the server differs from a {@link TopicSpec}. Immutable.
 *
 * @param key the name of the setting
 * @param actual its value on the server
 * @param wanted the expected value, or the minimum
 * @param isMinimum whether larger values are accepted too. With a smaller one, the topic works with
 *     less margin
 */
public record TopicDifference(String key, String actual, String wanted, boolean isMinimum) {
  /** The value of a setting that the broker does not report. */
  public static final String NOT_REPORTED = "not reported";

  /** Returns true if jobs work with the topic despite this difference, or if it is not known. */
  public boolean isHarmless() {
    return isMinimum || actual.equals(NOT_REPORTED);
  }

  @Override
  public String toString() {
    return key + " is " + actual + " and should be " + (isMinimum ? "at least " : "") + wanted;
  }
}

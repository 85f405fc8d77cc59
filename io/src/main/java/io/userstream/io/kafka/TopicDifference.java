package io.userstream.io.kafka;

/**
 * One setting in which a topic of the server differs from a {@link TopicSpec}. Immutable.
 *
 * @param key the name of the setting
 * @param actual its value on the server
 * @param wanted the value that it should have, or the least one
 * @param isMinimum whether a larger value is right as well. A smaller one takes away a margin, but
 *     the topic works
 */
public record TopicDifference(String key, String actual, String wanted, boolean isMinimum) {
  @Override
  public String toString() {
    return key + " is " + actual + " and should be " + (isMinimum ? "at least " : "") + wanted;
  }
}

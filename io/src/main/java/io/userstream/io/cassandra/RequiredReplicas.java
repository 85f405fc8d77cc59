package io.userstream.io.cassandra;

import com.datastax.driver.core.ConsistencyLevel;
import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * The number of replicas that a statement needs at a consistency level. Immutable.
 *
 * @param level of the statement
 * @param replicas of each row, by data center
 * @param localDc the data center of the client
 */
record RequiredReplicas(
    ConsistencyLevel level, ImmutableMap<String, Integer> replicas, String localDc) {
  /**
   * Returns whether statements succeed.
   *
   * @param live the replicas that are up, by data center
   */
  boolean isMetBy(Map<String, Integer> live) {
    return switch (level) {
      case LOCAL_ONE, LOCAL_QUORUM, LOCAL_SERIAL -> live.getOrDefault(localDc, 0) >= number();
      case EACH_QUORUM ->
          replicas.entrySet().stream()
              .allMatch(dc -> live.getOrDefault(dc.getKey(), 0) >= quorum(dc.getValue()));
      default -> sum(live) >= number();
    };
  }

  /** Returns the number of replicas; for EACH_QUORUM, of all data centers together. */
  int number() {
    return switch (level) {
      case TWO -> 2;
      case THREE -> 3;
      case QUORUM, SERIAL -> quorum(sum(replicas));
      case LOCAL_QUORUM, LOCAL_SERIAL -> quorum(replicas.getOrDefault(localDc, 0));
      case EACH_QUORUM -> replicas.values().stream().mapToInt(RequiredReplicas::quorum).sum();
      case ALL -> Math.max(1, sum(replicas));
      default -> 1;
    };
  }

  /** Returns the number of replicas among which those of {@link #number} are. */
  int outOf() {
    return switch (level) {
      case LOCAL_ONE, LOCAL_QUORUM, LOCAL_SERIAL -> replicas.getOrDefault(localDc, 0);
      default -> sum(replicas);
    };
  }

  private static int quorum(int replicas) {
    return replicas / 2 + 1;
  }

  private static int sum(Map<String, Integer> byDataCenter) {
    return byDataCenter.values().stream().mapToInt(Integer::intValue).sum();
  }
}

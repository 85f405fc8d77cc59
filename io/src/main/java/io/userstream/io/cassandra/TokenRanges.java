package io.userstream.io.cassandra;

import com.google.common.collect.ImmutableList;
import io.userstream.runloop.servers.ServerException;
import java.math.BigInteger;
import java.util.Locale;
import org.apache.beam.sdk.io.cassandra.RingRange;

/** Splits the ring of Cassandra's Murmur3Partitioner into ranges of equal size. */
final class TokenRanges {
  private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger SIZE = BigInteger.TWO.pow(Long.SIZE);

  private static final String PARTITIONER = "Murmur3Partitioner";

  private TokenRanges() {}

  /**
   * Checks that a cluster has the partitioner of these ranges.
   *
   * @param partitioner the class name
   * @throws ServerException if it has another one
   */
  static void requireMurmur3(String partitioner) {
    if (!partitioner.endsWith(PARTITIONER)) {
      throw new ServerException(
          String.format(
              Locale.ROOT,
              "The Cassandra cluster uses %s. Reading the whole table needs %s, the default since"
                  + " Cassandra 1.2.",
              partitioner,
              PARTITIONER));
    }
  }

  /**
   * Returns ranges that contain each token exactly once. A range includes its start, but not its
   * end. The last one wraps around.
   *
   * @param count the number of ranges, at least 2
   */
  static ImmutableList<RingRange> of(int count) {
    if (count < 2) {
      throw new IllegalArgumentException("count must be at least 2, was " + count);
    }
    ImmutableList.Builder<RingRange> ranges = ImmutableList.builder();
    for (int i = 0; i < count; i++) {
      ranges.add(RingRange.of(boundary(i, count), boundary((i + 1) % count, count)));
    }
    return ranges.build();
  }

  /** Boundaries lie in the middle of steps, because Cassandra gives the least token a meaning. */
  private static BigInteger boundary(int i, int count) {
    BigInteger halfSteps = BigInteger.valueOf(2L * i + 1);
    return MIN.add(SIZE.multiply(halfSteps).divide(BigInteger.valueOf(2L * count)));
  }
}

package io.userstream.io.cassandra;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import io.userstream.runloop.servers.ServerException;
import java.math.BigInteger;
import java.util.List;
import org.apache.beam.sdk.io.cassandra.RingRange;
import org.junit.Test;

public class TokenRangesTest {
  @Test
  public void eachTokenIsInExactlyOneRange() {
    for (int count : List.of(2, 3, 64, 2_048)) {
      List<RingRange> ranges = TokenRanges.of(count);
      assertThat(ranges.size(), is(count));
      for (RingRange boundary : ranges) {
        assertInOneRange(boundary.getStart(), ranges);
        assertInOneRange(boundary.getStart().subtract(BigInteger.ONE), ranges);
      }
      for (long token : List.of(Long.MIN_VALUE, -1L, 0L, 1L, Long.MAX_VALUE)) {
        assertInOneRange(BigInteger.valueOf(token), ranges);
      }
    }
  }

  @Test
  public void otherPartitionersAreRejectedByName() {
    TokenRanges.requireMurmur3("org.apache.cassandra.dht.Murmur3Partitioner");
    ServerException e =
        assertThrows(
            ServerException.class,
            () -> TokenRanges.requireMurmur3("org.apache.cassandra.dht.RandomPartitioner"));
    assertThat(e.getMessage(), containsString("RandomPartitioner"));
  }

  private static void assertInOneRange(BigInteger token, List<RingRange> ranges) {
    assertThat(
        token + " in " + ranges, ranges.stream().filter(r -> contains(r, token)).count(), is(1L));
  }

  /** The conditions of CassandraIO's queries: a wrapping range has two queries. */
  private static boolean contains(RingRange range, BigInteger token) {
    boolean fromStart = token.compareTo(range.getStart()) >= 0;
    boolean toEnd = token.compareTo(range.getEnd()) < 0;
    return range.isWrapping() ? fromStart || toEnd : fromStart && toEnd;
  }
}

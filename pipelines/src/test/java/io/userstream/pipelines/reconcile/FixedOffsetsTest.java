package io.userstream.pipelines.reconcile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.userstream.io.kafka.PartitionRange;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public final class FixedOffsetsTest {
  private static final FixedOffsets OFFSETS =
      FixedOffsets.of(
          "users",
          "dead",
          Map.of(0, 5L, 1, 0L, 2, 0L),
          List.of(
              PartitionRange.of("users", 0, 2, 10),
              PartitionRange.of("users", 1, 0, 7),
              PartitionRange.of("dead", 0, 0, 100)));

  @Test
  public void uncommittedAreTheUsersAboveTheCommittedOffsetsOfNow() {
    assertThat(OFFSETS.uncommitted(OFFSETS.committed()), is(5L + 7L));
    assertThat(OFFSETS.uncommitted(Map.of(0, 10L, 1, 6L, 2, 0L)), is(1L));
    assertThat(OFFSETS.uncommitted(Map.of(0, 12L, 1, 7L, 2, 3L)), is(0L));
  }

  @Test
  public void endCountsTheUsersTopicAlone() {
    assertThat(OFFSETS.end(), is(17L));
  }
}

package io.userstream.pipelines.reconcile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;

import io.userstream.io.kafka.PartitionLog;
import io.userstream.runloop.ranges.PartitionRange;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public final class FixedOffsetsTest {
  private static final FixedOffsets OFFSETS =
      FixedOffsets.builder()
          .setTopic("users")
          .setTopicId("id")
          .setDeadLetterTopic("dead")
          .setUsers(
              Map.of(
                  0, new PartitionLog(2, 10, 10, 5),
                  1, new PartitionLog(0, 4, 7, 6),
                  2, new PartitionLog(0, 0, 0, PartitionLog.NO_RECORD)))
          .setCommitted(Map.of(0, 5L, 1, 0L, 2, 0L))
          .setDead(List.of(PartitionRange.of("dead", 0, 0, 100)))
          .build();

  @Test
  public void usersAboveTheCurrentCommittedOffsetsAreUncommitted() {
    assertThat(OFFSETS.uncommitted(OFFSETS.committed()), is(5L + 7L));
    assertThat(OFFSETS.uncommitted(Map.of(0, 10L, 1, 6L, 2, 0L)), is(1L));
    assertThat(OFFSETS.uncommitted(Map.of(0, 12L, 1, 7L, 2, 3L)), is(0L));
  }

  @Test
  public void aBrokerThatDoesNotKnowANewPartitionNamesNoCommitOfIt() {
    assertThat(OFFSETS.uncommitted(Map.of(0, 10L)), is(7L));
  }

  @Test
  public void endCoversOnlyTheUsersTopic() {
    assertThat(OFFSETS.end(), is(17L));
  }

  @Test
  public void recordsBehindAnOpenTransactionAreHidden() {
    assertThat(OFFSETS.hidden(), is(3L));
    assertThat(
        OFFSETS.ranges(),
        containsInAnyOrder(
            PartitionRange.of("users", 0, 2, 10),
            PartitionRange.of("users", 1, 0, 4),
            PartitionRange.of("dead", 0, 0, 100)));
  }
}

package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.userstream.runloop.ranges.PartitionRange;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.Test;

public class RunPlannerTest {
  private static final TopicPartition P0 = new TopicPartition("users", 0);
  private static final TopicPartition P1 = new TopicPartition("users", 1);
  private final List<PartitionLedger> ledgers =
      List.of(
          new PartitionLedger(P0, Uuid.ONE_UUID, 0, 0, 0),
          new PartitionLedger(P1, Uuid.ONE_UUID, 50, 50, 0));

  @Test
  public void nothingIsPlannedWithoutNewOffsets() {
    assertThat(cut(ledgers, Map.of(P0, 0L, P1, 50L), 100), is(empty()));
  }

  @Test
  public void partitionsShareARunEvenly() {
    assertThat(
        cut(ledgers, Map.of(P0, 1_000L, P1, 1_050L), 100),
        containsInAnyOrder(range(0, 0, 50), range(1, 50, 100)));
  }

  @Test
  public void theUnusedShareOfAPartitionGoesToTheOthers() {
    assertThat(
        cut(ledgers, Map.of(P0, 1_000L, P1, 60L), 100),
        containsInAnyOrder(range(0, 0, 90), range(1, 50, 60)));
  }

  @Test
  public void theNextRunStartsWhereTheLastOneEnded() {
    cut(ledgers, Map.of(P0, 70L), 50);

    assertThat(cut(ledgers, Map.of(P0, 70L), 50), contains(range(0, 50, 70)));
  }

  @Test
  public void aRunOfOneRecordTakesOnePartition() {
    assertThat(cut(ledgers, Map.of(P0, 9L, P1, 99L), 1), contains(range(0, 0, 1)));
  }

  @Test
  public void partsCoverEveryOffsetOnceInOrder() {
    PartitionLedger ledger = ledgers.get(0);

    List<Set<PartitionRange>> parts =
        RunPlanner.parts(Map.of(range(0, 0, 90), ledger, range(1, 50, 60), ledger), 40).stream()
            .<Set<PartitionRange>>map(Map::keySet)
            .toList();

    assertThat(
        parts,
        contains(
            Set.of(range(0, 0, 30), range(1, 50, 54)),
            Set.of(range(0, 30, 60), range(1, 54, 58)),
            Set.of(range(0, 60, 90), range(1, 58, 60))));
  }

  @Test
  public void aSmallRunIsOnePart() {
    PartitionLedger ledger = ledgers.get(0);

    assertThat(
        RunPlanner.parts(Map.of(range(0, 0, 40), ledger), 40).stream().map(Map::keySet).toList(),
        contains(Set.of(range(0, 0, 40))));
  }

  private static Set<PartitionRange> cut(
      List<PartitionLedger> ledgers, Map<TopicPartition, Long> ends, long maxRecords) {
    return RunPlanner.cut(ledgers, ends, Map.of(), maxRecords).keySet();
  }

  private static PartitionRange range(int partition, long start, long stop) {
    return PartitionRange.of("users", partition, start, stop);
  }
}

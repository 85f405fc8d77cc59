package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.userstream.runloop.ranges.PartitionRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.Test;

public class RunRegistryTest {
  private static final TopicPartition P0 = new TopicPartition("users", 0);
  private static final TopicPartition P1 = new TopicPartition("users", 1);

  private final PartitionLedger first = new PartitionLedger(P0, Uuid.ONE_UUID, 0, 0, 0);
  private final PartitionLedger second = new PartitionLedger(P1, Uuid.ONE_UUID, 0, 0, 0);
  private final RunRegistry book = new RunRegistry(Map.of());

  @Test
  public void theHeadStaysBeforeAFailedRunUntilItsRetriesAreDone() {
    Run failed = open(60);
    Run later = open(10);
    book.done(later);

    List<Run> again = book.again(failed, 20);

    assertThat(again.size(), is(3));
    book.done(again.get(2));
    assertThat(first.head(), is(0L));
    book.done(again.get(0));
    assertThat(first.head(), is(again.get(0).ranges().get(0).stop()));
    book.done(again.get(1));
    assertThat(List.of(first.head(), second.head()), contains(35L, 35L));
    assertThat(book.isEmpty(), is(true));
  }

  @Test
  public void rangesOfARevokedPartitionAreNotRetried() {
    Run run = open(60);
    second.release();

    Run left = book.stillOurs(run).orElseThrow();

    assertThat(left.ranges(), contains(PartitionRange.of("users", 0, 0, 30)));
    book.done(left);
    assertThat(first.head(), is(30L));
    assertThat(second.head(), is(0L));
  }

  @Test
  public void aRunWithoutAssignedPartitionsIsForgotten() {
    Run run = open(60);
    first.release();
    second.release();

    assertThat(book.stillOurs(run), is(Optional.empty()));
    assertThat(book.isEmpty(), is(true));
  }

  private Run open(long records) {
    Map<PartitionRange, PartitionLedger> planned =
        RunPlanner.cut(List.of(first, second), Map.of(P0, 1_000L, P1, 1_000L), Map.of(), records);
    return book.open(planned, records);
  }
}

package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import io.userstream.runloop.ranges.PartitionRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.Test;

public class PartitionLedgerTest {
  private final PartitionLedger ledger =
      new PartitionLedger(new TopicPartition("users", 0), Uuid.ONE_UUID, 100, 1_000, 0);

  @Test
  public void theHeadStaysBeforeTheFirstRangeThatIsNotDone() {
    PartitionRange first = ledger.plan(10);
    PartitionRange second = ledger.plan(10);

    ledger.done(second);
    assertThat(ledger.head(), is(100L));
    assertThat(ledger.hasNewHead(), is(false));

    ledger.done(first);
    assertThat(ledger.head(), is(120L));
    assertThat(ledger.hasNewHead(), is(true));
  }

  @Test
  public void theHeadIsTheEndOfTheDonePrefixInAnyOrder() {
    Random random = new Random(20261121);
    List<PartitionRange> planned = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      planned.add(ledger.plan(1 + random.nextInt(50)));
    }
    List<PartitionRange> order = new ArrayList<>(planned);
    Collections.shuffle(order, random);
    List<PartitionRange> done = new ArrayList<>();
    for (PartitionRange range : order) {
      ledger.done(range);
      done.add(range);
      long expected = 100;
      for (PartitionRange next : planned) {
        if (!done.contains(next)) {
          break;
        }
        expected = next.stop();
      }
      assertThat(ledger.head(), is(expected));
    }
    assertThat(ledger.lag(ledger.head()), is(ledger.head() - 100));
  }

  @Test
  public void nothingBeyondTheHeadCanBeCommitted() {
    ledger.plan(10);

    assertThrows(IllegalArgumentException.class, () -> ledger.committed(105));
  }

  @Test
  public void aRangeIsDoneOnlyOnce() {
    ledger.plan(10);
    PartitionRange range = ledger.plan(10);
    ledger.done(range);

    assertThrows(IllegalStateException.class, () -> ledger.done(range));
  }

  @Test
  public void rangesInTheLogBeforeTheAssignmentMayBeRetries() {
    PartitionRange old = ledger.plan(900);
    PartitionRange young = ledger.plan(10);

    assertThat(ledger.mayBeRetry(old), is(true));
    assertThat(ledger.mayBeRetry(young), is(false));
  }

  @Test
  public void isDrainedWhenTheRecordsBeforeTheAssignmentAreCommitted() {
    ledger.done(ledger.plan(950));
    assertThat(ledger.drained(), is(false));

    ledger.committed(1_000);
    assertThat(ledger.drained(), is(true));
  }
}

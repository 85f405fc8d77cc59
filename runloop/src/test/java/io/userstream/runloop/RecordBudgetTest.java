package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.Test;

public class RecordBudgetTest {
  private final ManualTime time = new ManualTime();
  private final RecordBudget budget = new RecordBudget(time);

  /** Records that started at a time. */
  private record Start(long nanos, long records) {}

  @Test
  public void withoutALimitAnyNumberOfRecordsMayStart() {
    budget.take(1_000_000);

    assertThat(budget.available(), is(Long.MAX_VALUE));
    assertThat(budget.isFull(), is(false));
  }

  @Test
  public void aLimitBeginsWithoutRecords() {
    budget.limit(100);

    assertThat(budget.available(), is(0L));
    time.pass(Duration.ofMillis(100));
    assertThat(budget.available(), is(10L));
  }

  @Test
  public void anIdleLoopSavesTheRecordsOfOneSecond() {
    budget.limit(100);
    time.pass(Duration.ofHours(1));

    assertThat(budget.available(), is(100L));
    assertThat(budget.isFull(), is(true));
  }

  @Test
  public void aSlowRateAllowsOneRecordAtATime() {
    budget.limit(1 / 60.0);
    time.pass(Duration.ofSeconds(59));
    assertThat(budget.available(), is(0L));

    time.pass(Duration.ofMillis(1_001));

    assertThat(budget.available(), is(1L));
  }

  @Test
  public void partitionsOfAnotherDriverComeWithoutItsRecords() {
    budget.limit(50);
    time.pass(Duration.ofSeconds(5));

    budget.limit(100);

    assertThat(budget.available(), is(50L));
  }

  @Test
  public void aRunThatWasPlannedBeforeTheLimitMakesLaterOnesWait() {
    budget.limit(10);
    assertThat(budget.allows(30), is(false));
    time.pass(Duration.ofSeconds(1));
    assertThat(budget.allows(30), is(true));
    budget.take(30);

    time.pass(Duration.ofSeconds(2));
    assertThat(budget.available(), is(0L));
    time.pass(Duration.ofMillis(101));
    assertThat(budget.available(), is(1L));
  }

  @Test
  public void recordsOfARunThatDidNotStartAreGivenBack() {
    budget.limit(10);
    time.pass(Duration.ofSeconds(1));
    budget.take(10);

    budget.giveBack(10);

    assertThat(budget.available(), is(10L));
  }

  /** For any rate and any times of starts, in every window of time. */
  @Test
  public void inNoWindowDoMoreRecordsStartThanTheRateAllows() {
    SplittableRandom random = new SplittableRandom(18);
    for (int round = 0; round < 500; round++) {
      double perSecond = Math.pow(10, random.nextDouble(-1, 6));
      List<Start> starts = startAtRandom(perSecond, random);
      double capacity = Math.max(1, perSecond);
      for (int first = 0; first < starts.size(); first++) {
        long records = 0;
        for (int last = first; last < starts.size(); last++) {
          records += starts.get(last).records();
          double seconds = (starts.get(last).nanos() - starts.get(first).nanos()) / 1e9;
          assertThat(
              (double) records, is(lessThanOrEqualTo(perSecond * seconds + capacity + 1e-3)));
        }
      }
    }
  }

  private List<Start> startAtRandom(double perSecond, SplittableRandom random) {
    RecordBudget limited = new RecordBudget(time);
    limited.limit(perSecond);
    List<Start> starts = new ArrayList<>();
    for (int turn = 0; turn < 100; turn++) {
      time.pass(
          Duration.ofNanos(random.nextLong(random.nextBoolean() ? 50_000_000 : 3_000_000_000L)));
      long available = limited.available();
      long records = random.nextBoolean() ? available : random.nextLong(available + 1);
      limited.take(records);
      starts.add(new Start(time.nanoTime(), records));
    }
    return starts;
  }

  @Test
  public void aBusyLoopReachesTheRate() {
    for (double perSecond : new double[] {3, 500, 123_456}) {
      RecordBudget limited = new RecordBudget(time);
      limited.limit(perSecond);
      long records = 0;
      for (int turn = 0; turn < 2_000; turn++) {
        time.pass(Duration.ofMillis(50));
        long available = limited.available();
        limited.take(available);
        records += available;
      }
      assertThat(records / 100.0, is(closeTo(perSecond, perSecond / 100)));
    }
  }
}

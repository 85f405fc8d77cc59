package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import java.time.Duration;
import org.junit.Test;

public class AdaptiveRunSizeTest {
  private static final Duration SOON = AdaptiveRunSize.SHORT.minusMillis(1);
  private static final Duration LATE = AdaptiveRunSize.LONG.plusMillis(1);

  private final AdaptiveRunSize size = new AdaptiveRunSize(5_000, 50_000);
  private final long first = size.records();

  @Test
  public void growsToItsLimitWhileFullRunsEndQuickly() {
    for (int i = 0; i < 100; i++) {
      long before = size.records();
      size.done(size.records(), SOON);
      assertThat(size.records(), is(Math.min(50_000, before * 2)));
    }
    assertThat(size.records(), is(50_000L));
  }

  @Test
  public void staysWhileFullRunsTakeLonger() {
    size.done(first, SOON);
    long grown = size.records();
    size.done(grown, AdaptiveRunSize.SHORT);
    size.done(grown, AdaptiveRunSize.LONG);

    assertThat(size.records(), is(grown));
  }

  @Test
  public void ignoresPartialRuns() {
    size.done(first - 1, SOON);

    assertThat(size.records(), is(first));
  }

  @Test
  public void shrinksWhenFullRunsTakeLongButNotBelowTheFirstSize() {
    size.done(first, SOON);
    assertThat(size.records(), is(greaterThan(first)));
    for (int i = 0; i < 100; i++) {
      size.done(size.records(), LATE);
    }

    assertThat(size.records(), is(first));
  }

  @Test
  public void returnsToTheFirstSizeWhenARunFails() {
    size.done(first, SOON);
    size.failed();

    assertThat(size.records(), is(first));
  }

  @Test
  public void aLimitBelowTheFirstSizeIsKept() {
    AdaptiveRunSize small = new AdaptiveRunSize(5_000, 7);
    small.done(7, LATE);
    small.failed();

    assertThat(small.records(), is(7L));
    assertThat(small.records(), is(lessThan(first)));
  }

  @Test
  public void followsALimitThatChanges() {
    for (int i = 0; i < 10; i++) {
      size.done(size.records(), SOON);
    }
    size.limit(5_000, 1_000);
    assertThat(size.records(), is(1_000L));

    size.limit(5_000, 100_000);
    for (int i = 0; i < 10; i++) {
      size.done(size.records(), SOON);
    }
    assertThat(size.records(), is(100_000L));
  }

  @Test
  public void whatDoesNotFitIntoMemoryIsALimitInALargerClusterToo() {
    size.outOfMemory(4_000);
    size.limit(5_000, 1_000_000);
    for (int i = 0; i < AdaptiveRunSize.FIRST_PROOF; i++) {
      size.done(size.records(), SOON);
    }

    assertThat(size.records(), is(2_000L));
  }

  @Test
  public void theLimitOfAKilledWorkerIsNotForGood() {
    size.outOfMemory(2);
    assertThat(size.records(), is(1L));
    for (int i = 0; i < 1_000; i++) {
      size.done(size.records(), SOON);
    }

    assertThat(size.records(), is(50_000L));
    assertThat(size.isLimitedByMemory(), is(false));
  }

  @Test
  public void everyKilledWorkerIsForgottenAfterTheSameNumberOfRuns() {
    int runs = runsUntilForgotten();
    for (int kill = 0; kill < 10; kill++) {
      assertThat(runsUntilForgotten(), is(runs));
    }
  }

  private int runsUntilForgotten() {
    size.outOfMemory(150);
    int runs = 0;
    for (; size.isLimitedByMemory(); runs++) {
      size.done(size.records(), SOON);
    }
    return runs;
  }

  @Test
  public void aLimitAboveTheMaximumOfASmallerClusterIsLifted() {
    size.limit(5_000, 200_000);
    size.outOfMemory(110_000);
    size.limit(5_000, 50_000);
    for (int i = 0; i < 100; i++) {
      size.done(size.records(), SOON);
    }

    assertThat(size.isLimitedByMemory(), is(false));
  }

  @Test
  public void aLimitIsForgottenAfterManySmallerRuns() {
    size.outOfMemory(4_000);
    for (int i = 1; i < AdaptiveRunSize.LONGEST_PROOF; i++) {
      size.done(2, SOON);
    }
    assertThat(size.isLimitedByMemory(), is(true));

    size.done(2, SOON);
    assertThat(size.isLimitedByMemory(), is(false));
  }

  @Test
  public void smallerRunsDoNotMakeRunsLarger() {
    size.outOfMemory(4_000);
    for (int i = 0; i < 1_000; i++) {
      size.done(2, SOON);
    }

    assertThat(size.records(), is(1_000L));
  }

  @Test
  public void workersThatAreTooSmallSeldomRunOutOfMemory() {
    int runs = 20 * AdaptiveRunSize.LONGEST_PROOF;
    int tooLarge = 0;
    for (int i = 0; i < runs; i++) {
      if (size.records() > 1_000) {
        size.outOfMemory(size.records());
        tooLarge++;
      } else {
        size.done(size.records(), SOON);
      }
    }

    assertThat(tooLarge, is(lessThan(30)));
    assertThat(size.records(), is(greaterThan(200L)));
  }

  @Test
  public void runsOfAClusterThatHasGrownHaveSomeRecordsForEachSlot() {
    size.limit(44_000, 550_000);
    assertThat(size.records(), is(44_000L));

    size.done(44_000, LATE);
    assertThat(size.records(), is(22_000L));
    size.limit(44_000, 550_000);
    assertThat(size.records(), is(22_000L));
  }

  @Test
  public void slowSinksHaveSmallRunsHoweverManySlots() {
    size.limit(100_000, 1_000_000);
    for (int i = 0; i < 20; i++) {
      size.done(size.records(), LATE);
    }

    assertThat(size.records(), is(AdaptiveRunSize.LEAST));
  }
}

package io.userstream.runloop.ranges;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import org.junit.Test;

public class WriteClockTest {
  private static final long MS = 1_760_000_000_000L;

  private final ModelLog log = new ModelLog();

  @Test
  public void theFirstRecordOfAMillisecondHasItsAppendTime() {
    log.append(MS - 1).append(MS);

    assertThat(log.clockAt(1).next(1, MS), is(MS * 1000));
  }

  @Test
  public void offsetsBreakTiesInsideAMillisecond() {
    WriteClock clock = new WriteClock();

    assertThat(clock.next(999, MS), is(MS * 1000));
    assertThat(clock.next(1_000, MS), is(MS * 1000 + 1));
    assertThat(clock.next(1_004, MS), is(MS * 1000 + 5));
    assertThat(clock.next(1_005, MS + 1), is(MS * 1000 + 1000));
  }

  @Test
  public void aRecordHasTheSameWriteTimeInEveryRange() {
    log.append(600, MS);

    assertThat(log.clockAt(599).next(599, MS), is(MS * 1000 + 599));
  }

  @Test
  public void aRangeAfterABurstStartsAfterItsLastWriteTime() {
    int burst = 30_000;
    log.append(burst, MS);
    for (int laterMs : new int[] {1, 5, 14, 29, 30, 31}) {
      WriteClock afterwards = log.clockAt(burst, MS + laterMs);

      assertThat(
          "after " + laterMs + " ms",
          afterwards.next(burst, MS + laterMs),
          is(MS * 1000 + Math.max(burst, laterMs * 1000)));
    }
  }

  @Test
  public void aRangeAfterALeaderWithAFastClockStartsAfterItsLastWriteTime() {
    log.append(MS).append(MS + 60_000).append(1_000, MS + 7);

    assertThat(log.clockAt(1_001).next(1_001, MS + 7), is((MS + 60_000) * 1000 + 1_000));
    assertThat("as nothing is younger", log.recordsRead(), is(1_000L));

    log.append(MS + 60_001);

    assertThat(log.clockAt(1_001).next(1_001, MS + 7), is((MS + 60_000) * 1000 + 1_000));
    assertThat("the second time", log.recordsRead(), is(1_000L + 1));
  }

  @Test
  public void aCompactedSegmentDoesNotHideThatALeaderHadAFastClock() {
    log.append(MS).append(MS + 40_000).appendCompacted(MS + 50_000).roll();
    log.append(MS + 60_000).append(1_000, MS + 7);

    assertThat(log.clockAt(1_003).next(1_003, MS + 7), is((MS + 60_000) * 1000 + 1_000));
  }

  @Test
  public void invisibleRecordsDoNotAffectTheClock() {
    log.append(MS).appendInvisible(MS + 60_000).append(10, MS + 7);

    assertThat(log.clockAt(11).next(11, MS + 7), is((MS + 7) * 1000 + 9));
    assertThat(log.clockAt(2).next(2, MS + 7), is((MS + 7) * 1000));
  }

  @Test
  public void aCompactedSegmentDoesNotHideABurstAfterIt() {
    log.append(5, MS - 1_000);
    for (int compacted = 0; compacted < 1_000; compacted++) {
      log.appendCompacted(MS - 1);
    }
    log.roll().append(500, MS);

    assertThat(log.firstAtOrAfter(MS - 1).isPresent(), is(false));
    assertThat(log.clockAt(1_504).next(1_504, MS), is(MS * 1000 + 499));
    assertThat(log.recordsRead(), is(lessThanOrEqualTo(505L)));
  }

  @Test
  public void aFirstSegmentWithoutRecordsDoesNotHideABurstAfterIt() {
    log.appendCompacted(MS - 1).roll().append(500, MS);

    assertThat(log.clockAt(400).next(400, MS), is(MS * 1000 + 399));
  }

  @Test
  public void aRangeUsuallyStartsWithThreeQueriesAndReadsNothing() {
    // A thousand records a second in batches of ten: a long log, and a range behind a batch.
    for (long batch = 0; batch < 50_000; batch++) {
      log.append(10, MS + 10 * batch);
    }
    long offset = log.end();

    WriteClock clock = log.clockAt(offset, MS + 500_000);

    assertThat(clock.next(offset, MS + 500_000), is((MS + 500_000) * 1000));
    assertThat(log.questions(), is(lessThanOrEqualTo(3)));
    assertThat(log.recordsRead(), is(0L));
  }

  @Test
  public void rowsOfTheEarlierReleaseAreOlderThanLaterRecords() {
    long[] timestamps = {MS, MS, MS, MS + 1, MS + 1, MS + 9};
    for (long timestampMs : timestamps) {
      log.append(timestampMs);
    }
    for (int cut = 0; cut < timestamps.length; cut++) {
      EarlierReleaseClock earlier =
          new EarlierReleaseClock(
              log.firstAtOrAfter(timestamps[cut]).orElseThrow(), timestamps[cut]);
      for (int offset = cut; offset + 1 < timestamps.length; offset++) {
        long row = earlier.next(offset, timestamps[offset]);

        assertThat(log.writeTimes()[offset], is(row));
        assertThat(log.writeTimes()[offset + 1], greaterThan(row));
      }
    }
  }
}

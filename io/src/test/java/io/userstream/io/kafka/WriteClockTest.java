package io.userstream.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import java.util.Random;
import org.junit.Test;

public class WriteClockTest {
  private static final long MS = 1_760_000_000_000L;

  @Test
  public void theFirstRecordOfAMillisecondHasItsAppendTime() {
    assertThat(new WriteClock(500, MS).next(500, MS), is(MS * 1000));
  }

  @Test
  public void offsetsBreakTiesInsideAMillisecond() {
    WriteClock clock = new WriteClock(999, MS);

    assertThat(clock.next(999, MS), is(MS * 1000));
    assertThat(clock.next(1_000, MS), is(MS * 1000 + 1));
    assertThat(clock.next(1_004, MS), is(MS * 1000 + 5));
    assertThat(clock.next(1_005, MS + 1), is(MS * 1000 + 1000));
  }

  @Test
  public void aRecordHasTheSameWriteTimeWhereverTheRangeBegins() {
    WriteClock whole = new WriteClock(10, MS);
    long last = 0;
    for (long offset = 10; offset <= 600; offset++) {
      last = whole.next(offset, MS);
    }

    assertThat(new WriteClock(10, MS).next(600, MS), is(last));
  }

  @Test
  public void writeTimesGrowWhateverTheTimestampsDo() {
    Random random = new Random(7);
    WriteClock clock = new WriteClock(0, MS);
    long before = Long.MIN_VALUE;
    long timestampMs = MS;
    for (long offset = 0; offset < 10_000; offset += 1 + random.nextInt(3)) {
      // Thousands in one millisecond, and now and then a clock that steps back.
      timestampMs += random.nextInt(1_000) == 0 ? random.nextInt(20) - 10 : 0;
      long writeTime = clock.next(offset, timestampMs);
      assertThat(writeTime, greaterThan(before));
      before = writeTime;
    }
  }
}

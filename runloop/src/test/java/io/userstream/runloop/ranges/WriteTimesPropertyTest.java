package io.userstream.runloop.ranges;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;

import java.util.Random;
import org.junit.Test;

/**
 * Generates random logs and ranges. A record has the defined write time in every range that reads
 * it, and write times grow.
 *
 * <p>The seed is fixed, so a failure is reproducible; {@code -Dwritetimes.seed=N} tries others.
 */
public class WriteTimesPropertyTest {
  private static final long SEED = Long.getLong("writetimes.seed", 20261128);
  private static final int LOGS = Integer.getInteger("writetimes.logs", 300);
  private static final int CUTS = 10;

  @Test
  public void everyRangeHasTheDefinedWriteTimes() {
    long read = 0;
    for (long seed = SEED; seed < SEED + LOGS; seed++) {
      Random random = new Random(seed);
      ModelLog log = ModelLog.random(random, 30);
      long[] offsets = log.offsets();
      long[] timestamps = log.timestamps();
      long[] expected = log.writeTimes();
      for (int cut = 0; cut < CUTS && offsets.length > 0; cut++) {
        int first = random.nextInt(offsets.length);
        WriteClock clock = log.clockAt(offsets[first], timestamps[first]);
        for (int i = first; i < Math.min(offsets.length, first + 200); i++) {
          String record = "writetimes.seed=" + seed + ": offset " + offsets[i];
          assertThat(record, clock.next(offsets[i], timestamps[i]), is(expected[i]));
        }
      }
      read += log.recordsRead();
    }
    assertThat("look backs that read records", read, is(greaterThan(0L)));
  }

  @Test
  public void writeTimesGrowWithTheOffset() {
    for (long seed = SEED; seed < SEED + LOGS; seed++) {
      long[] writeTimes = ModelLog.random(new Random(seed), 30).writeTimes();
      for (int i = 1; i < writeTimes.length; i++) {
        assertThat("writetimes.seed=" + seed, writeTimes[i], is(greaterThan(writeTimes[i - 1])));
      }
    }
  }

  /** Without transactions, where the earlier release took a marker for the first of its time. */
  @Test
  public void aRowOfTheEarlierReleaseNeverWinsOverALaterRecord() {
    for (long seed = SEED; seed < SEED + LOGS; seed++) {
      Random random = new Random(seed);
      ModelLog log = ModelLog.random(random, 30).withoutInvisible();
      long[] offsets = log.offsets();
      long[] timestamps = log.timestamps();
      long[] now = log.writeTimes();
      for (int cut = 0; cut < CUTS && offsets.length > 0; cut++) {
        int first = random.nextInt(offsets.length);
        long firstOfMs = log.firstAtOrAfter(timestamps[first]).orElse(offsets[first]);
        EarlierReleaseClock earlier =
            new EarlierReleaseClock(Math.min(firstOfMs, offsets[first]), timestamps[first]);
        for (int i = first; i < Math.min(offsets.length, first + 200); i++) {
          long row = earlier.next(offsets[i], timestamps[i]);
          String record = "writetimes.seed=" + seed + ": offset " + offsets[i];
          assertThat(record, now[i], is(greaterThanOrEqualTo(row)));
          if (i + 1 < offsets.length) {
            assertThat(record, now[i + 1], is(greaterThan(row)));
          }
        }
      }
    }
  }
}

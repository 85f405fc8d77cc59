package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.util.Map;
import org.junit.Test;

public class RunShapeTest {
  private static final long BACKLOG = 100_000_000;

  @Test
  public void everySlotIsBusyWhileOneRunEnds() {
    for (int runs = 1; runs <= 8; runs++) {
      for (int slots = 1; slots <= 1_000; slots++) {
        RunShape shape = shape(slots, runs, null);
        int others = Math.max(1, runs - 1);
        assertThat(
            others * shape.bundles(Math.min(BACKLOG, shape.maxRecords()), false),
            greaterThanOrEqualTo(slots));
      }
    }
  }

  @Test
  public void bundlesAreAsLargeAsThatAllows() {
    for (int slots = 1; slots <= 1_000; slots++) {
      RunShape shape = shape(slots, 4, null);
      assertThat(shape.maxRecords() / shape.bundles(shape.maxRecords(), false), is(25_000L));
    }
  }

  @Test
  public void fewSlotsHaveRunsOfTwoBundles() {
    assertThat(shape(2, 4, null).maxRecords(), is(50_000L));
    assertThat(shape(2, 4, null).bundles(50_000, false), is(2));
    assertThat(shape(2, 4, null).bundles(25_000, false), is(1));
  }

  @Test
  public void firstRunsAreSmallButHaveABundleForEverySlot() {
    assertThat(shape(1, 4, null).firstRecords(), is(5_000L));
    for (int slots = 1; slots <= 1_000; slots++) {
      RunShape shape = shape(slots, 4, null);
      assertThat(3 * shape.bundles(shape.firstRecords(), false), greaterThanOrEqualTo(slots));
    }
  }

  @Test
  public void fewRecordsAreOneBundleHoweverManySlots() {
    assertThat(shape(64, 4, null).bundles(1, false), is(1));
    assertThat(shape(64, 4, null).bundles(3_000, false), is(1));
    assertThat(shape(64, 4, null).bundles(5_000, false), is(2));
  }

  @Test
  public void bundlesShrinkWithRunsThatDoNotFitIntoMemory() {
    RunShape shape = shape(64, 4, null);
    for (long records = 44_000; records > 100; records /= 2) {
      long bundle = records / shape.bundles(records, true);
      assertThat(bundle, is(records / 22));
    }
    assertThat(shape.bundles(1, true), is(1));
  }

  @Test
  public void configuredMaximumHoldsForAnyNumberOfSlots() {
    RunShape shape = shape(64, 4, 10_000L);

    assertThat(shape.maxRecords(), is(10_000L));
    assertThat(shape.bundles(10_000, false), lessThanOrEqualTo(5));
  }

  private static RunShape shape(int slots, int runs, Long maxRunRecords) {
    return new RunShape(
        slots,
        RunLoopConfig.builder()
            .setTopic("t")
            .setGroup("g")
            .setClientProperties(Map.of("bootstrap.servers", "b"))
            .setMaxRunsInFlight(runs)
            .setMaxRunRecords(maxRunRecords)
            .build());
  }
}

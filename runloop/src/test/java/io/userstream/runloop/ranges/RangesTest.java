package io.userstream.runloop.ranges;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.SourceTestUtils;
import org.junit.Test;

public class RangesTest {
  private static final PipelineOptions OPTIONS = PipelineOptionsFactory.create();
  private static final PartitionRange LONG = PartitionRange.of("users", 0, 0, 1_000);
  private static final PartitionRange MIDDLE = PartitionRange.of("users", 1, 50, 650);
  private static final PartitionRange SHORT = PartitionRange.of("users", 2, 7, 407);

  @Test
  public void everyRangeIsOutputOnce() throws Exception {
    Ranges.RangesSource source = source(2, LONG, MIDDLE, SHORT);

    assertThat(read(source.split(1, OPTIONS)), containsInAnyOrder(LONG, MIDDLE, SHORT));
    SourceTestUtils.assertSourcesEqualReferenceSource(source, source.split(1, OPTIONS), OPTIONS);
  }

  @Test
  public void aLongRangeIsSplitInOrder() throws Exception {
    assertThat(
        read(source(1, PartitionRange.of("users", 3, 10, 2_511)).split(1, OPTIONS)),
        contains(
            PartitionRange.of("users", 3, 10, 1_010),
            PartitionRange.of("users", 3, 1_010, 2_010),
            PartitionRange.of("users", 3, 2_010, 2_511)));
  }

  @Test
  public void bundlesSpanAboutTheSameNumberOfOffsets() {
    assertThat(
        source(2, SHORT, MIDDLE, LONG).split(1, OPTIONS).stream()
            .map(bundle -> bundle.getEstimatedSizeBytes(OPTIONS))
            .toList(),
        everyItem(is(1_000_000L)));
  }

  @Test
  public void thereAreNoMoreBundlesThanRanges() {
    assertThat(source(9, LONG, SHORT).split(1, OPTIONS), hasSize(2));
  }

  @Test
  public void theRunnerChoosesTheNumberByDefault() {
    assertThat(source(0, LONG, MIDDLE, SHORT).split(1_000_000, OPTIONS), hasSize(2));
    assertThat(source(0, LONG, MIDDLE, SHORT).split(10_000_000, OPTIONS), hasSize(1));
  }

  @Test
  public void noRangesAreOneEmptyBundle() throws IOException {
    assertThat(read(source(3).split(1, OPTIONS)), is(empty()));
  }

  @Test
  public void aBundleIsNotSplitAgain() {
    assertThat(source(1, LONG, SHORT).split(1, OPTIONS), hasSize(1));
  }

  private static Ranges.RangesSource source(int bundles, PartitionRange... ranges) {
    return new Ranges.RangesSource(List.of(ranges), bundles);
  }

  private static List<PartitionRange> read(List<Ranges.RangesSource> bundles) throws IOException {
    List<PartitionRange> all = new ArrayList<>();
    for (Ranges.RangesSource bundle : bundles) {
      all.addAll(SourceTestUtils.readFromSource(bundle, OPTIONS));
    }
    return all;
  }
}

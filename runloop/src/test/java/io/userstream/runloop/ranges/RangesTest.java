package io.userstream.runloop.ranges;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
  public void anEmptyRangeIsAnElementOfEachBundle() throws Exception {
    PartitionRange empty = PartitionRange.of("users", 0, 0, 0);

    assertThat(read(source(3, empty).split(1, OPTIONS)), contains(empty, empty, empty));
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
  public void aLongRangeIsCutOverSeveralBundles() {
    assertThat(
        source(3, LONG, PartitionRange.of("users", 1, 5, 505)).split(1, OPTIONS).stream()
            .map(RangesTest::offsetsOf)
            .toList(),
        contains(
            List.of(PartitionRange.of("users", 0, 0, 500)),
            List.of(PartitionRange.of("users", 0, 500, 1_000)),
            List.of(PartitionRange.of("users", 1, 5, 505))));
  }

  @Test
  public void bundlesOfAnyNumberHaveEveryOffsetOnce() {
    for (int bundles = 1; bundles < 50; bundles++) {
      List<Ranges.RangesSource> shares = source(bundles, MIDDLE, SHORT, LONG).split(1, OPTIONS);
      assertThat(shares, hasSize(bundles));
      List<String> offsets = new ArrayList<>();
      for (PartitionRange range : read(shares)) {
        for (long offset = range.start(); offset < range.stop(); offset++) {
          offsets.add(range.partition() + "@" + offset);
        }
      }
      assertThat(offsets, hasSize(2_000));
      assertThat(Set.copyOf(offsets), hasSize(2_000));
    }
  }

  @Test
  public void thereAreNoMoreBundlesThanOffsets() {
    assertThat(source(9, PartitionRange.of("users", 0, 3, 5)).split(1, OPTIONS), hasSize(2));
  }

  @Test
  public void theRunnerChoosesTheNumberByDefault() {
    assertThat(source(0, LONG, MIDDLE, SHORT).split(1_000_000, OPTIONS), hasSize(2));
    assertThat(source(0, LONG, MIDDLE, SHORT).split(10_000_000, OPTIONS), hasSize(1));
  }

  @Test
  public void noRangesAreOneEmptyBundle() {
    assertThat(read(source(3).split(1, OPTIONS)), is(empty()));
  }

  @Test
  public void aBundleIsNotSplitAgain() {
    assertThat(source(1, LONG, SHORT).split(1, OPTIONS), hasSize(1));
  }

  private static Ranges.RangesSource source(int bundles, PartitionRange... ranges) {
    return new Ranges.RangesSource(List.of(ranges), bundles);
  }

  private static List<PartitionRange> offsetsOf(Ranges.RangesSource bundle) {
    try {
      return SourceTestUtils.readFromSource(bundle, OPTIONS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<PartitionRange> read(List<Ranges.RangesSource> bundles) {
    List<PartitionRange> all = new ArrayList<>();
    for (Ranges.RangesSource bundle : bundles) {
      all.addAll(offsetsOf(bundle));
    }
    return all;
  }
}

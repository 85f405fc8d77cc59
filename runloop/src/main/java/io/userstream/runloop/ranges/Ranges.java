package io.userstream.runloop.ranges;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Puts the ranges of a run into a pipeline, in bundles that span about the same number of offsets.
 * A long range becomes several elements, one after the other in the same bundle. If no range has an
 * offset, each bundle has all of them.
 *
 * <pre>{@code
 * pipeline.apply(Ranges.of(run.ranges()).inBundles(run.bundles())).apply(run.readRanges())
 * }</pre>
 *
 * <p>{@code Create} and {@code Reshuffle} would need a shuffle, which on the Spark runner is a
 * second stage in each run.
 */
public final class Ranges extends PTransform<PBegin, PCollection<PartitionRange>> {
  private static final long serialVersionUID = 1L;

  /** The most offsets of an element. */
  static final long MAX_SPAN = 1_000;

  @SuppressWarnings("serial") // an immutable list, which is serializable
  private final List<PartitionRange> ranges;

  private final int bundles;

  private Ranges(List<PartitionRange> ranges, int bundles) {
    this.ranges = ranges;
    this.bundles = bundles;
  }

  /** Creates the transform for these ranges, with as many bundles as the runner wants. */
  public static Ranges of(Collection<PartitionRange> ranges) {
    return new Ranges(List.copyOf(ranges), 0);
  }

  /** Sets the number of bundles, which are tasks on Spark. A long range is cut over several. */
  public Ranges inBundles(int bundles) {
    if (bundles <= 0) {
      throw new IllegalArgumentException("bundles: " + bundles);
    }
    return new Ranges(ranges, bundles);
  }

  @Override
  public PCollection<PartitionRange> expand(PBegin begin) {
    return begin.apply("Ranges", Read.from(new RangesSource(ranges, bundles)));
  }

  static final class RangesSource extends BoundedSource<PartitionRange> {
    private static final long serialVersionUID = 1L;

    /** About the size of a user as JSON, from which runners derive the number of bundles. */
    private static final long BYTES_AN_OFFSET = 1_000;

    @SuppressWarnings("serial") // an immutable list, which is serializable
    private final List<PartitionRange> ranges;

    private final int bundles;

    RangesSource(List<PartitionRange> ranges, int bundles) {
      this.ranges = ranges;
      this.bundles = bundles;
    }

    @Override
    public List<RangesSource> split(long desiredBundleSizeBytes, PipelineOptions options) {
      if (span(ranges) == 0) {
        return Collections.nCopies(Math.max(1, bundles), new RangesSource(ranges, 1));
      }
      long wanted =
          bundles > 0
              ? bundles
              // rounded up
              : -Math.floorDiv(
                  -getEstimatedSizeBytes(options), Math.max(1, desiredBundleSizeBytes));
      return inBundles(
              ranges,
              (int) Math.max(1, Math.min(wanted, Math.min(span(ranges), Integer.MAX_VALUE))))
          .stream()
          .map(share -> new RangesSource(List.copyOf(share), 1))
          .collect(Collectors.toList());
    }

    /** Cuts the ranges, one after the other, so that a bundle has few partitions. */
    private static List<List<PartitionRange>> inBundles(List<PartitionRange> ranges, int bundles) {
      long span = span(ranges);
      List<List<PartitionRange>> shares = new ArrayList<>();
      List<PartitionRange> share = new ArrayList<>();
      long taken = 0;
      for (PartitionRange range : ranges) {
        for (long start = range.start(); start < range.stop(); ) {
          long endOfShare = span * (shares.size() + 1) / bundles;
          long stop = Math.min(range.stop(), start + endOfShare - taken);
          share.add(range.part(start, stop));
          taken += stop - start;
          start = stop;
          if (taken == endOfShare) {
            shares.add(share);
            share = new ArrayList<>();
          }
        }
      }
      return shares;
    }

    private static long span(List<PartitionRange> ranges) {
      return ranges.stream().mapToLong(PartitionRange::span).sum();
    }

    @Override
    public long getEstimatedSizeBytes(PipelineOptions options) {
      return BYTES_AN_OFFSET * span(ranges);
    }

    @Override
    public BoundedReader<PartitionRange> createReader(PipelineOptions options) {
      return new RangesReader(this);
    }

    @Override
    public Coder<PartitionRange> getOutputCoder() {
      return PartitionRangeCoder.of();
    }
  }

  /**
   * Splits long ranges, because runners hold the whole output for an element until it is complete.
   */
  private static final class RangesReader extends BoundedSource.BoundedReader<PartitionRange> {
    private final RangesSource source;
    private final Iterator<PartitionRange> rest;
    @Nullable private PartitionRange current;

    RangesReader(RangesSource source) {
      this.source = source;
      this.rest =
          source.ranges.stream().flatMap(range -> range.pieces(MAX_SPAN).stream()).iterator();
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      current = rest.hasNext() ? rest.next() : null;
      return current != null;
    }

    @Override
    public PartitionRange getCurrent() {
      if (current == null) {
        throw new NoSuchElementException();
      }
      return current;
    }

    @Override
    public void close() {}

    @Override
    public BoundedSource<PartitionRange> getCurrentSource() {
      return source;
    }
  }
}

package io.userstream.io.randomuser;

import io.userstream.model.ApiPage;
import java.util.List;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Reads the pages of a seed in parallel sequences of pages.
 *
 * <p>Does not use one restriction per page, because DirectRunner would queue all pages before any
 * following step, and hold the users of all pages until the last one is fetched. It interrupts a
 * sequence after some elements, and continues none while another one fetches or parses a page.
 * Therefore the next page is requested before the users of a page are emitted.
 */
@DoFn.BoundedPerElement
final class FetchPagesFn<T> extends PagesFn<T> {
  private static final long serialVersionUID = 1L;

  FetchPagesFn(
      RandomUserIO.Read spec,
      SerializableFunction<ApiPage, List<T>> elements,
      TypeDescriptor<T> type) {
    super(spec, elements, type);
  }

  @SplitRestriction
  public void split(@Restriction OffsetRange pages, OutputReceiver<OffsetRange> out) {
    long count = pages.getTo() - pages.getFrom();
    long runs = Math.min(count, spec.parallelism());
    for (long run = 0; run < runs; run++) {
      out.output(
          new OffsetRange(
              pages.getFrom() + count * run / runs, pages.getFrom() + count * (run + 1) / runs));
    }
  }

  @ProcessElement
  public void read(
      @Element String seed, RestrictionTracker<OffsetRange, Long> pages, OutputReceiver<T> out)
      throws InterruptedException {
    // Before the runner interrupts the sequence, which changes the restriction.
    long last = pages.currentRestriction().getTo() - 1;
    for (long page = pages.currentRestriction().getFrom(); pages.tryClaim(page); page++) {
      fetch(seed, page, page < last).forEach(out::output);
    }
  }
}

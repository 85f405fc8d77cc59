package io.userstream.io.randomuser;

import io.userstream.model.ApiPage;
import java.util.List;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Reads the pages of a seed, from 1 to the last, in as many runs of pages as are to be fetched at a
 * time.
 *
 * <p>Not in one restriction for each page: DirectRunner would queue all of them before anything
 * that follows, and hold the users of all pages until the last was fetched. A run of pages it
 * interrupts after each page.
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
    for (long page = pages.currentRestriction().getFrom(); pages.tryClaim(page); page++) {
      fetch(seed, page).forEach(out::output);
    }
  }
}

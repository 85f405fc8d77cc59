package io.userstream.io.randomuser;

import io.userstream.model.ApiPage;
import io.userstream.model.User;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.splittabledofn.OffsetRangeTracker;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;

/** Reads the pages of a seed, from 1 to the last, each as a restriction of its own. */
@DoFn.BoundedPerElement
final class FetchPagesFn extends DoFn<String, User> {
  private static final long serialVersionUID = 1L;

  private final RandomUserIO.Read spec;
  private final Counter fetched = RandomUserMetrics.usersFetched();
  private transient RandomUserClient client;

  FetchPagesFn(RandomUserIO.Read spec) {
    this.spec = spec;
  }

  @Setup
  public void setup() {
    client = spec.newClient();
  }

  @GetInitialRestriction
  public OffsetRange allPages() {
    return new OffsetRange(1, spec.pageCount() + 1);
  }

  @SplitRestriction
  public void split(@Restriction OffsetRange pages, OutputReceiver<OffsetRange> out) {
    pages.split(1, 1).forEach(out::output);
  }

  @NewTracker
  public OffsetRangeTracker newTracker(@Restriction OffsetRange pages) {
    return new OffsetRangeTracker(pages);
  }

  @ProcessElement
  public void read(
      @Element String seed, RestrictionTracker<OffsetRange, Long> pages, OutputReceiver<User> out)
      throws InterruptedException {
    for (long page = pages.currentRestriction().getFrom(); pages.tryClaim(page); page++) {
      ApiPage answer = client.fetch(spec.request(seed, page));
      answer.users().forEach(out::output);
      fetched.inc(answer.users().size());
    }
  }
}

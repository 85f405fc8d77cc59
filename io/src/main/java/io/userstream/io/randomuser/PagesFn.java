package io.userstream.io.randomuser;

import io.userstream.model.ApiPage;
import io.userstream.model.User;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.splittabledofn.OffsetRangeTracker;

/** Reads pages of a seed by number, from 1; in what order and when, a subclass says. */
abstract class PagesFn extends DoFn<String, User> {
  private static final long serialVersionUID = 1L;

  final RandomUserIO.Read spec;
  private final Counter users = RandomUserMetrics.usersFetched();
  private final Counter pages = RandomUserMetrics.pagesFetched();
  transient RandomUserClient client;

  PagesFn(RandomUserIO.Read spec) {
    this.spec = spec;
  }

  @Setup
  public void setup() {
    client = spec.newClient();
  }

  /** To be called when all users of the page are out. */
  final void count(ApiPage page) {
    pages.inc();
    users.inc(page.users().size());
  }

  @GetInitialRestriction
  public OffsetRange allPages() {
    long pages = spec.pageCount();
    return new OffsetRange(1, pages == Long.MAX_VALUE ? pages : pages + 1);
  }

  @NewTracker
  public OffsetRangeTracker newTracker(@Restriction OffsetRange pages) {
    return new OffsetRangeTracker(pages);
  }
}

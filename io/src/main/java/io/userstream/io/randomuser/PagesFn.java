package io.userstream.io.randomuser;

import io.userstream.model.ApiPage;
import java.util.List;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.splittabledofn.OffsetRangeTracker;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Reads pages of a seed by number. Subclasses determine order and time.
 *
 * @param <T> the output elements
 */
abstract class PagesFn<T> extends DoFn<String, T> {
  private static final long serialVersionUID = 1L;

  final RandomUserIO.Read spec;
  private final SerializableFunction<ApiPage, List<T>> elements;
  private final TypeDescriptor<T> type;
  private final Counter users = RandomUserMetrics.usersFetched();
  private final Counter pages = RandomUserMetrics.pagesFetched();
  private transient RandomUserClient client;

  PagesFn(
      RandomUserIO.Read spec,
      SerializableFunction<ApiPage, List<T>> elements,
      TypeDescriptor<T> type) {
    this.spec = spec;
    this.elements = elements;
    this.type = type;
  }

  @Override
  public TypeDescriptor<T> getOutputTypeDescriptor() {
    return type;
  }

  @Setup
  public void setup() {
    client = spec.newClient();
  }

  @GetInitialRestriction
  public OffsetRange allPages() {
    long pages = spec.pageCount();
    long end = pages == Long.MAX_VALUE ? pages : pages + 1;
    return new OffsetRange(Math.min(spec.firstPage(), end), end);
  }

  @NewTracker
  public OffsetRangeTracker newTracker(@Restriction OffsetRange pages) {
    return new OffsetRangeTracker(pages);
  }

  /**
   * Fetches a page, unless it is excluded.
   *
   * @param requestsNext whether to request the next page before the users of this one are emitted,
   *     unless it is excluded
   */
  final List<T> fetch(String seed, long number, boolean requestsNext) throws InterruptedException {
    if (spec.leavesOut(number)) {
      return List.of();
    }
    PageRequest next =
        requestsNext && !spec.leavesOut(number + 1) ? spec.request(seed, number + 1) : null;
    ApiPage page = client.fetch(spec.request(seed, number), next);
    pages.inc();
    users.inc(page.users().size());
    return elements.apply(page);
  }
}

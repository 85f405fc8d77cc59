package io.userstream.io.randomuser;

import io.userstream.model.ApiPage;
import io.userstream.model.User;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.splittabledofn.ManualWatermarkEstimator;
import org.apache.beam.sdk.transforms.splittabledofn.OffsetRangeTracker;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimators;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Reads page after page of a seed, at most one in each period.
 *
 * <p>The watermark is the arrival of the last page. It is also what the next page is timed by, so
 * that the period holds wherever the runner resumes this, and whenever.
 */
@DoFn.UnboundedPerElement
final class PollPagesFn extends DoFn<String, User> {
  private static final long serialVersionUID = 1L;

  private final RandomUserIO.Read spec;
  private final Counter fetched = RandomUserMetrics.usersFetched();
  private transient RandomUserClient client;

  PollPagesFn(RandomUserIO.Read spec) {
    this.spec = spec;
  }

  @Setup
  public void setup() {
    client = spec.newClient();
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

  @GetInitialWatermarkEstimatorState
  public Instant noPageYet() {
    return BoundedWindow.TIMESTAMP_MIN_VALUE;
  }

  @NewWatermarkEstimator
  public WatermarkEstimators.Manual newWatermarkEstimator(
      @WatermarkEstimatorState Instant lastArrival) {
    return new WatermarkEstimators.Manual(lastArrival);
  }

  @ProcessElement
  public ProcessContinuation read(
      @Element String seed,
      RestrictionTracker<OffsetRange, Long> pages,
      ManualWatermarkEstimator<Instant> watermark,
      OutputReceiver<User> out)
      throws InterruptedException {
    Duration early = new Duration(Instant.now(), watermark.currentWatermark().plus(spec.every()));
    if (early.getMillis() > 0) {
      return ProcessContinuation.resume().withResumeDelay(early);
    }
    long page = pages.currentRestriction().getFrom();
    if (!pages.tryClaim(page)) {
      return ProcessContinuation.stop();
    }
    ApiPage answer = client.fetch(spec.request(seed, page));
    Instant arrival = Instant.now();
    answer.users().forEach(user -> out.outputWithTimestamp(user, arrival));
    fetched.inc(answer.users().size());
    watermark.setWatermark(arrival);
    return ProcessContinuation.resume().withResumeDelay(spec.every());
  }
}

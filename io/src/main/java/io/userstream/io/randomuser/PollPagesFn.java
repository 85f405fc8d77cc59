package io.userstream.io.randomuser;

import io.userstream.model.ApiPage;
import io.userstream.model.User;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.splittabledofn.ManualWatermarkEstimator;
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
final class PollPagesFn extends PagesFn {
  private static final long serialVersionUID = 1L;

  PollPagesFn(RandomUserIO.Read spec) {
    super(spec);
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
    count(answer);
    watermark.setWatermark(arrival);
    return ProcessContinuation.resume().withResumeDelay(spec.every());
  }
}

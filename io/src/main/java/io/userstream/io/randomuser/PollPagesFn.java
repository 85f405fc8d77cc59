package io.userstream.io.randomuser;

import io.userstream.model.ApiPage;
import java.util.List;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.splittabledofn.ManualWatermarkEstimator;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimators;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Reads page after page of a seed, at most one in each period.
 *
 * <p>The watermark is the arrival of the last page. It is also what the next page is timed by, so
 * that the period holds wherever the runner resumes this, and whenever.
 */
@DoFn.UnboundedPerElement
final class PollPagesFn<T> extends PagesFn<T> {
  private static final long serialVersionUID = 1L;

  PollPagesFn(
      RandomUserIO.Read spec,
      SerializableFunction<ApiPage, List<T>> elements,
      TypeDescriptor<T> type) {
    super(spec, elements, type);
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
      OutputReceiver<T> out)
      throws InterruptedException {
    Duration early = new Duration(Instant.now(), watermark.currentWatermark().plus(spec.every()));
    if (early.getMillis() > 0) {
      return ProcessContinuation.resume().withResumeDelay(early);
    }
    long page = pages.currentRestriction().getFrom();
    if (!pages.tryClaim(page)) {
      return ProcessContinuation.stop();
    }
    // A page that is left out costs no period.
    while (spec.leavesOut(page)) {
      if (!pages.tryClaim(++page)) {
        return ProcessContinuation.stop();
      }
    }
    List<T> elements = fetch(seed, page);
    Instant arrival = Instant.now();
    elements.forEach(element -> out.outputWithTimestamp(element, arrival));
    watermark.setWatermark(arrival);
    return ProcessContinuation.resume().withResumeDelay(spec.every());
  }
}

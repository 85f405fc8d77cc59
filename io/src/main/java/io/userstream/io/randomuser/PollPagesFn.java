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
 * Reads the pages of a seed in order, at most one per period.
 *
 * <p>The watermark is the arrival time of the last page. It also determines the time of the next
 * page, so that the period holds wherever and whenever the runner resumes this function.
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
    // Excluded pages do not use up a period.
    while (spec.leavesOut(page)) {
      if (!pages.tryClaim(++page)) {
        return ProcessContinuation.stop();
      }
    }
    List<T> elements = fetch(seed, page, false);
    Instant arrival = Instant.now();
    elements.forEach(element -> out.outputWithTimestamp(element, arrival));
    watermark.setWatermark(arrival);
    return ProcessContinuation.resume().withResumeDelay(spec.every());
  }
}

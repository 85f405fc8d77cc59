package io.userstream.runloop.ranges;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Instant;

/** A DoFn that lets a {@link RecordFn} live as itself does. */
abstract class RecordFnHost<I, T> extends DoFn<I, T> {
  private static final long serialVersionUID = 1L;

  private final RecordFn<T> each;

  RecordFnHost(RecordFn<T> each) {
    this.each = each;
  }

  final void process(SourceRecord record, OutputReceiver<T> receiver) {
    try {
      each.process(record, receiver::output);
    } catch (RuntimeException e) {
      throw new RecordException(record, e);
    }
  }

  @Setup
  public void setUp() {
    each.setUp();
  }

  @StartBundle
  public void startBundle() {
    each.startBundle();
  }

  /** Called by each subclass's own method: Beam does not accept a context of a superclass's. */
  final void finishIn(FinishBundleContext context) {
    each.finishBundle(output -> context.output(output, Instant.now(), GlobalWindow.INSTANCE));
  }

  @Teardown
  public void tearDown() {
    each.tearDown();
  }
}

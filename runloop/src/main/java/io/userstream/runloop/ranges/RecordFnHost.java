package io.userstream.runloop.ranges;

import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Instant;

/** A DoFn that gives a {@link RecordFn} its own life cycle. */
abstract class RecordFnHost<I, T> extends DoFn<I, T> {
  private static final long serialVersionUID = 1L;

  private final RecordFn<T> each;

  RecordFnHost(RecordFn<T> each) {
    this.each = each;
  }

  final void process(SourceRecord record, Consumer<T> output) {
    try {
      each.process(record, output);
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

  /** Called by a method of each subclass, because Beam rejects a context of the superclass. */
  final void finishIn(FinishBundleContext context) {
    each.finishBundle(outputOf(context));
  }

  /** Returns what outputs at the end of a bundle. */
  final Consumer<T> outputOf(FinishBundleContext context) {
    return output -> context.output(output, Instant.now(), GlobalWindow.INSTANCE);
  }

  @Teardown
  public void tearDown() {
    each.tearDown();
  }
}

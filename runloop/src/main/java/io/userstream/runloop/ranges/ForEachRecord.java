package io.userstream.runloop.ranges;

/**
 * Applies a {@link RecordFn} to records that {@link ReadRanges} did not read, such as those of an
 * unbounded read, in the global window.
 */
public final class ForEachRecord<T> extends RecordFnHost<SourceRecord, T> {
  private static final long serialVersionUID = 1L;

  public ForEachRecord(RecordFn<T> each) {
    super(each);
  }

  @ProcessElement
  public void processElement(@Element SourceRecord record, OutputReceiver<T> receiver) {
    process(record, receiver::output);
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    finishIn(context);
  }
}

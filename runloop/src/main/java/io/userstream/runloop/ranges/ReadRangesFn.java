package io.userstream.runloop.ranges;

import java.time.Duration;
import java.util.Map;
import javax.annotation.Nullable;

/** Reads one range per element, with one reader per instance. */
final class ReadRangesFn<T> extends RecordFnHost<PartitionRange, T> {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // an immutable map, which is serializable
  private final Map<String, Object> properties;

  private final Duration stallTimeout;
  @Nullable private transient RangeReader reader;

  ReadRangesFn(Map<String, Object> properties, Duration stallTimeout, RecordFn<T> each) {
    super(each);
    this.properties = properties;
    this.stallTimeout = stallTimeout;
  }

  @ProcessElement
  public void processElement(@Element PartitionRange range, OutputReceiver<T> receiver) {
    if (reader == null) {
      reader = new RangeReader(properties, stallTimeout);
    }
    reader.read(range, record -> process(record, receiver));
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    finishIn(context);
  }

  @Override
  @Teardown
  public void tearDown() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
    super.tearDown();
  }
}

package io.userstream.runloop.ranges;

import io.userstream.runloop.pool.BundlePool;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import javax.annotation.Nullable;

/** Reads one range per element, with one reader per bundle. Readers are kept between bundles. */
final class ReadRangesFn<T> extends RecordFnHost<PartitionRange, T> {
  private static final long serialVersionUID = 1L;

  private static final BundlePool<Source, RangeReader> READERS =
      new BundlePool<>(source -> new RangeReader(source.properties(), source.stallTimeout()));

  /**
   * What a reader reads from.
   *
   * @param properties of the consumer
   */
  private record Source(
      @SuppressWarnings("serial") // an immutable map, which is serializable
          Map<String, Object> properties,
      Duration stallTimeout)
      implements Serializable {}

  private final Source source;
  @Nullable private transient RangeReader reader;

  ReadRangesFn(Map<String, Object> properties, Duration stallTimeout, RecordFn<T> each) {
    super(each);
    source = new Source(Map.copyOf(properties), stallTimeout);
  }

  @ProcessElement
  public void processElement(@Element PartitionRange range, OutputReceiver<T> receiver) {
    if (reader == null) {
      reader = READERS.take(source);
    }
    reader.read(range, record -> process(record, receiver));
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    finishIn(context);
    if (reader != null) {
      reader.reset();
      READERS.giveBack(source, reader);
      reader = null;
    }
  }

  /** A reader that is still open belongs to a bundle that failed. */
  @Override
  @Teardown
  public void tearDown() {
    if (reader != null) {
      READERS.discard(source, reader);
      reader = null;
    }
    super.tearDown();
  }
}

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
  @Nullable private transient BundlePool<Source, RangeReader>.Lease lease;

  ReadRangesFn(Map<String, Object> properties, Duration stallTimeout, RecordFn<T> each) {
    super(each);
    source = new Source(Map.copyOf(properties), stallTimeout);
  }

  @ProcessElement
  public void processElement(@Element PartitionRange range, OutputReceiver<T> receiver) {
    if (lease == null) {
      lease = READERS.take(source);
    }
    lease.connection().read(range, record -> process(record, receiver));
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    finishIn(context);
    if (lease != null) {
      lease.connection().reset();
      lease.giveBack();
      lease = null;
    }
  }

  /** A lease that has not ended belongs to a bundle that failed. */
  @Override
  @Teardown
  public void tearDown() {
    if (lease != null) {
      lease.discard();
      lease = null;
    }
    super.tearDown();
  }
}

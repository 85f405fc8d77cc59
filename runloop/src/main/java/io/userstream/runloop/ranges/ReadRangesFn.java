package io.userstream.runloop.ranges;

import io.userstream.runloop.pool.BundlePool;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads ranges with one reader per bundle. It gathers short ranges, because reading those of
 * several partitions at once takes hardly longer than reading one. Readers are kept between
 * bundles.
 */
final class ReadRangesFn<T> extends RecordFnHost<PartitionRange, T> {
  private static final long serialVersionUID = 1L;

  /**
   * Runners hold the whole output for an element until it is complete. A part of {@link Ranges} is
   * no longer than this, so the ranges that are read at once are less than twice as long.
   */
  private static final long MAX_SPAN = Ranges.MAX_SPAN;

  /** Partitions whose requests are one request, if their ranges are short. */
  private static final int MAX_PARTITIONS = 128;

  /**
   * A consumer may fetch {@code max.partition.fetch.bytes} of each partition, which are 4 MiB by
   * default, even if its range is short: 64 MiB for a bundle. With more partitions, it fetches less
   * of each.
   */
  private static final int MAX_LARGE_FETCHES = 16;

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
      implements Serializable {
    /** More than the short ranges of many partitions have, and 8 MiB for a bundle. */
    private static final int SMALL_FETCH_BYTES = 64 << 10;

    Source withSmallFetches() {
      Map<String, Object> small = new HashMap<>(properties);
      small.computeIfPresent(
          ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
          (name, bytes) -> Math.min(SMALL_FETCH_BYTES, Integer.parseInt(bytes.toString())));
      return new Source(Map.copyOf(small), stallTimeout);
    }
  }

  private final Source source;
  @Nullable private transient BundlePool<Source, RangeReader>.Lease lease;
  private transient boolean leasesSmall;
  private transient Map<TopicPartition, PartitionRange> gathered;
  private transient long span;

  ReadRangesFn(Map<String, Object> properties, Duration stallTimeout, RecordFn<T> each) {
    super(each);
    source = new Source(Map.copyOf(properties), stallTimeout);
  }

  @Override
  @StartBundle
  public void startBundle() {
    super.startBundle();
    gathered = new LinkedHashMap<>();
    span = 0;
  }

  @ProcessElement
  public void processElement(@Element PartitionRange range, OutputReceiver<T> receiver) {
    if (gathered.containsKey(range.topicPartition())) {
      readGathered(receiver::output);
    }
    gathered.put(range.topicPartition(), range);
    span += range.span();
    if (span >= MAX_SPAN || gathered.size() == MAX_PARTITIONS) {
      readGathered(receiver::output);
    }
  }

  private void readGathered(Consumer<T> output) {
    boolean isRestOfMany = leasesSmall && span < MAX_SPAN;
    boolean small = isRestOfMany || gathered.size() > MAX_LARGE_FETCHES;
    if (lease == null || small != leasesSmall) {
      giveBack();
      lease = READERS.take(small ? source.withSmallFetches() : source);
      leasesSmall = small;
    }
    lease.connection().read(gathered.values(), record -> process(record, output));
    gathered.clear();
    span = 0;
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    if (!gathered.isEmpty()) {
      readGathered(outputOf(context));
    }
    finishIn(context);
    giveBack();
  }

  private void giveBack() {
    if (lease != null) {
      lease.connection().reset();
      lease.giveBack();
      lease = null;
      leasesSmall = false;
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

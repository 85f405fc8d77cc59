package io.userstream.runloop.ranges;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.values.PCollection;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads the committed records of fixed {@link PartitionRange}s, in the order of their offsets. A
 * range always has the same records, so a retried bundle neither loses nor adds any.
 *
 * <pre>{@code
 * pipeline
 *     .apply(Ranges.of(ranges))
 *     .apply(ReadRanges.from(Map.of("bootstrap.servers", "localhost:9092")))
 * }</pre>
 *
 * <p>A range is one element, which one worker reads as a whole; {@link Ranges} distributes them. A
 * range that starts where the last one ended uses what is already fetched, so a long range may be
 * split. Short ranges of several partitions are read at once, if they come one after the other. So
 * the records of a partition come between those of others. The position of the reader decides when
 * a range ends, so its last records may have been compacted away or belong to an aborted
 * transaction.
 *
 * <p>{@code KafkaIO.readSourceDescriptors()} never closes its readers, and waits for two idle polls
 * at the end of a log.
 *
 * <p>If all ranges that are read at once are empty, the reader only connects to the brokers and
 * fetches at the end of the log, so that the next ranges do not wait for that.
 *
 * <p>Fails with {@link TimeoutException} if the broker returns nothing for the stall timeout, and
 * with {@code OffsetOutOfRangeException} if the range is no longer, or not yet, in the log.
 */
public final class ReadRanges
    extends PTransform<PCollection<PartitionRange>, PCollection<SourceRecord>> {
  private static final long serialVersionUID = 1L;

  /** Longer than the restart of a broker or the election of a new leader. */
  private static final Duration DEFAULT_STALL_TIMEOUT = Duration.ofSeconds(60);

  @SuppressWarnings("serial") // an immutable map, which is serializable
  private final Map<String, Object> clientProperties;

  private final Duration stallTimeout;

  private ReadRanges(Map<String, Object> clientProperties, Duration stallTimeout) {
    this.clientProperties = clientProperties;
    this.stallTimeout = stallTimeout;
  }

  /**
   * Creates the transform.
   *
   * @param clientProperties at least {@code bootstrap.servers}; security and tuning as for any
   *     consumer
   */
  public static ReadRanges from(Map<String, ?> clientProperties) {
    if (!clientProperties.containsKey(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)) {
      throw new IllegalArgumentException(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG + " is missing");
    }
    return new ReadRanges(Map.copyOf(clientProperties), DEFAULT_STALL_TIMEOUT);
  }

  /** Sets how long a reader waits for a broker that returns nothing. Defaults to 60 s. */
  public ReadRanges withStallTimeout(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("stall timeout: " + timeout);
    }
    return new ReadRanges(clientProperties, timeout);
  }

  /**
   * Applies a function to the records where they are read, so that no runner holds the records
   * themselves.
   *
   * @param coder of the output
   */
  public <T> As<T> as(RecordFn<T> each, Coder<T> coder) {
    return new As<>(this, each, coder);
  }

  @Override
  public PCollection<SourceRecord> expand(PCollection<PartitionRange> ranges) {
    return ranges.apply(as((record, output) -> output.accept(record), SourceRecordCoder.of()));
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(
        DisplayData.item(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            String.valueOf(clientProperties.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG))));
  }

  /**
   * Returns the caller's properties, with defaults for tuning, and fixed values where exactness
   * depends on them.
   */
  private static Map<String, Object> consumerProperties(Map<String, Object> client) {
    Map<String, Object> properties = new HashMap<>();
    // Ranges have thousands of records: fetch much, but decode it in parts.
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
    properties.putAll(client);
    return Map.copyOf(
        ConsumerProperties.ofExisting(properties, "none", IsolationLevel.READ_COMMITTED));
  }

  /**
   * Reads ranges and outputs the results of a {@link RecordFn}.
   *
   * @param <T> the type of the output
   */
  public static final class As<T> extends PTransform<PCollection<PartitionRange>, PCollection<T>> {
    private static final long serialVersionUID = 1L;

    private final ReadRanges read;
    private final RecordFn<T> each;
    private final Coder<T> coder;

    private As(ReadRanges read, RecordFn<T> each, Coder<T> coder) {
      this.read = read;
      this.each = each;
      this.coder = coder;
    }

    /**
     * Handles records for which the function throws this exception. Instead of failing the run, the
     * handler outputs something for them, such as a dead letter. Name the narrowest exception that
     * only the record itself can cause: a fault that a retry can fix must fail the run. Every other
     * exception fails the run with a {@link RecordException} that names the record.
     *
     * <p>Covers only {@link RecordFn#process}. The output for the record before the exception is
     * dropped. Can be called for several exceptions; the first match counts.
     *
     * @param handler called by the thread of the function
     */
    public As<T> onFailure(Class<? extends RuntimeException> kind, RecordFailureFn<T> handler) {
      return new As<>(read, new FailureHandlingFn<>(each, kind, handler), coder);
    }

    @Override
    public PCollection<T> expand(PCollection<PartitionRange> ranges) {
      // Ranges of several elements are read at once.
      if (!(ranges.getWindowingStrategy().getWindowFn() instanceof GlobalWindows)) {
        throw new IllegalArgumentException("ranges must be in the global window");
      }
      return ranges
          .apply(
              "Read",
              ParDo.of(
                  new ReadRangesFn<>(
                      consumerProperties(read.clientProperties), read.stallTimeout, each)))
          .setCoder(coder);
    }

    @Override
    public void populateDisplayData(DisplayData.Builder builder) {
      super.populateDisplayData(builder);
      builder.delegate(read);
    }
  }
}

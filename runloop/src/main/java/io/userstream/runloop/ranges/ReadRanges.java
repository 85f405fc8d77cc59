package io.userstream.runloop.ranges;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads fixed {@link PartitionRange}s: every record that stands in a range, each exactly once a
 * time the range is read, in the order of the offsets, and then nothing. The same range always
 * gives the same records, so a bundle that is retried loses and adds nothing.
 *
 * <pre>{@code
 * pipeline
 *     .apply(Ranges.of(ranges))
 *     .apply(ReadRanges.from(Map.of("bootstrap.servers", "localhost:9092")))
 * }</pre>
 *
 * <p>A range is one element and is read as a whole by one worker; {@link Ranges} spreads them. One
 * that begins where the one before it ended goes on with what is fetched already, so that a long
 * range may come in pieces. Gaps are passed over: what counts is the reader's position, not the
 * offsets seen, so a range whose last records were compacted away, or belong to an aborted
 * transaction, ends as any other. Only committed records are read.
 *
 * <p>It stands beside {@code KafkaIO.readSourceDescriptors()}, whose readers are never closed and
 * which waits for two idle polls at the end of a log.
 *
 * <p>Fails with {@link TimeoutException} when the broker has given nothing for the stall timeout,
 * and with {@code OffsetOutOfRangeException} when the range is no longer, or not yet, in the log.
 */
public final class ReadRanges
    extends PTransform<PCollection<PartitionRange>, PCollection<SourceRecord>> {
  private static final long serialVersionUID = 1L;

  /** Longer than a broker's restart or the election of a new leader takes. */
  private static final Duration DEFAULT_STALL_TIMEOUT = Duration.ofSeconds(60);

  @SuppressWarnings("serial") // an immutable map, which is serializable
  private final Map<String, Object> clientProperties;

  private final Duration stallTimeout;

  private ReadRanges(Map<String, Object> clientProperties, Duration stallTimeout) {
    this.clientProperties = clientProperties;
    this.stallTimeout = stallTimeout;
  }

  /**
   * Reads from the brokers that the client properties name.
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

  /** Sets how long a reader waits for a broker that gives nothing; 60 s by default. */
  public ReadRanges withStallTimeout(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("stall timeout: " + timeout);
    }
    return new ReadRanges(clientProperties, timeout);
  }

  /**
   * Makes something of the records where they are read, see {@link RecordFn}: no runner then holds
   * the records themselves.
   *
   * @param each what is made of a record
   * @param coder of what it gives
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

  /** The caller's properties over the defaults, under what exact reading needs. */
  private static Map<String, Object> consumerProperties(Map<String, Object> client) {
    Map<String, Object> properties = new HashMap<>();
    // Ranges hold thousands of records: large fetches, of which a part at a time becomes records.
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
    properties.putAll(client);
    return Map.copyOf(ConsumerProperties.of(properties, "none", IsolationLevel.READ_COMMITTED));
  }

  /**
   * Reads ranges and gives what a {@link RecordFn} makes of their records.
   *
   * @param <T> what it gives
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
     * Handles records for which the function throws this exception: instead of failing the run, the
     * handler gives something for them, such as a dead letter. Name the narrowest exception that a
     * record causes by itself. Faults that a retry can fix must still fail the run, and so does
     * every other exception, with a {@link RecordException} that names the record.
     *
     * <p>Covers {@link RecordFn#process} alone. What the function gave for the record before it
     * threw is dropped. May be called for several exceptions; the first that matches counts.
     *
     * @param kind which exceptions
     * @param handler is called by the thread of the function
     */
    public As<T> onFailure(Class<? extends RuntimeException> kind, RecordFailureFn<T> handler) {
      return new As<>(read, new FailureHandlingFn<>(each, kind, handler), coder);
    }

    @Override
    public PCollection<T> expand(PCollection<PartitionRange> ranges) {
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

package io.userstream.runloop;

import io.userstream.runloop.ranges.BoundedConsumer;
import io.userstream.runloop.ranges.ConsumerProperties;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the age of the oldest uncommitted record, and of the oldest open transaction. The loop
 * never reads a record, so this class reads one per partition with a lag, with a consumer without a
 * group, every {@value #EVERY_SECONDS} seconds, and only if the committed offset has moved. If more
 * partitions have a lag than {@link RecordHeads#look} reads, they take turns, and the age is that
 * of the known ones. It also reads uncommitted records, because records behind an open transaction
 * are lag. The age counts from the append, by the brokers' clocks, and lags behind by the interval.
 * Thread-safe.
 */
public final class OldestRecord implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OldestRecord.class);
  private static final int EVERY_SECONDS = 2;
  private static final int PARTITION_BYTES = 16 << 10;
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private final Supplier<RunLoopStatus> loop;
  private final Consumer<byte[], byte[]> consumer;
  private final RecordHeads heads = new RecordHeads();
  private final RecordHeads transactions = new RecordHeads();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("oldest-record-"));

  /**
   * Starts to look.
   *
   * @param clientProperties of the consumer, with its bootstrap servers
   * @param loop returns the status of the loop
   */
  public OldestRecord(Map<String, ?> clientProperties, Supplier<RunLoopStatus> loop) {
    this.loop = loop;
    Map<String, Object> properties =
        ConsumerProperties.of(clientProperties, "earliest", IsolationLevel.READ_UNCOMMITTED);
    // One response for all partitions of a look, unless their batches are larger than usual.
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_BYTES);
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, PARTITION_BYTES * RecordHeads.AT_ONCE);
    // The batch may unpack to much more.
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    consumer = BoundedConsumer.open(properties);
    var unused = thread.scheduleWithFixedDelay(this::look, 0, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Returns the age of the oldest uncommitted record in seconds; 0 if everything is committed,
   * empty if unknown.
   */
  public OptionalDouble ageSeconds() {
    return ageSeconds(behind(loop.get()).keySet(), heads);
  }

  /**
   * Returns the age of the oldest open transaction in seconds; 0 if none is open, empty if unknown.
   */
  public OptionalDouble openTransactionAgeSeconds() {
    return ageSeconds(behindTransaction(loop.get()).keySet(), transactions);
  }

  /**
   * Returns when the first record of a partition's open transaction was appended, in ms since the
   * epoch; empty if none is open, or if unknown.
   */
  public OptionalLong openTransactionSinceMs(RunLoopStatus.Partition partition) {
    return transactions
        .of(partition.partition())
        .filter(first -> first.offset() == partition.stableEnd())
        .map(first -> OptionalLong.of(first.appendedMs()))
        .orElse(OptionalLong.empty());
  }

  private static OptionalDouble ageSeconds(Set<TopicPartition> behind, RecordHeads known) {
    if (behind.isEmpty()) {
      return OptionalDouble.of(0);
    }
    OptionalLong oldest = known.oldestMs(behind);
    return oldest.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.max(0, System.currentTimeMillis() - oldest.getAsLong()) / 1e3);
  }

  private static Map<TopicPartition, Long> behind(RunLoopStatus status) {
    return status.partitions().stream()
        .filter(partition -> partition.lag() > 0)
        .collect(
            Collectors.toMap(
                RunLoopStatus.Partition::partition, RunLoopStatus.Partition::committed));
  }

  private static Map<TopicPartition, Long> behindTransaction(RunLoopStatus status) {
    return status.partitions().stream()
        .filter(partition -> partition.behindOpenTransaction() > 0)
        .collect(
            Collectors.toMap(
                RunLoopStatus.Partition::partition, RunLoopStatus.Partition::stableEnd));
  }

  private void look() {
    try {
      RunLoopStatus status = loop.get();
      heads.look(behind(status), consumer);
      transactions.look(behindTransaction(status), consumer);
    } catch (WakeupException e) {
      LOG.debug("closing");
    } catch (KafkaException e) {
      // The loop reports that the brokers are down. Known records stay and grow older.
      LOG.debug("the age of the oldest record is not known", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    consumer.wakeup();
    try {
      if (thread.awaitTermination(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        consumer.close(Duration.ZERO);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.userstream.io.deadletters;

import com.google.common.collect.ImmutableList;
import io.userstream.runloop.ranges.BoundedConsumer;
import io.userstream.runloop.ranges.ConsumerProperties;
import io.userstream.runloop.servers.ServerException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/**
 * Reads the newest records of the dead letter topic, without a consumer group. Reads backwards in
 * growing parts, so that a limit cuts off the oldest. Not thread-safe.
 */
public final class NewestDeadLetters {
  private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);

  /** Of one response. A poll that is not needed in full fetches in vain. */
  private static final int FETCH_BYTES = 1 << 20;

  /** So few that the newest dead letters fit into the limits, even if they are large. */
  private static final int FIRST_PART = 10;

  private static final int GROWTH = 4;

  private final Consumer<byte[], byte[]> consumer;
  private final Limits limits;
  private final long deadlineNanos;
  private final GatheredLetters letters = new GatheredLetters();
  private long bytes;

  /**
   * How much to read.
   *
   * @param perPartition the number of offsets of each partition
   * @param total the number of offsets of all partitions, of which each gets the same share
   * @param bytes the size of keys and values, after which reading stops
   * @param time after which reading stops
   */
  public record Limits(int perPartition, int total, long bytes, Duration time) {
    /** Limits for somebody who waits for a page. */
    public static final Limits OF_A_PAGE =
        new Limits(1_000, 10_000, 64 << 20, Duration.ofSeconds(5));

    private int ofEach(int partitions) {
      return Math.max(1, Math.min(perPartition, total / partitions));
    }
  }

  /**
   * The newest dead letters.
   *
   * @param letters the newest first; one whose mark was not read does not count as redriven
   * @param others the number of records between them that another program wrote
   * @param perPartition the number of offsets that were read of each partition at most
   * @param hasOlder whether the topic has older records that were not read
   * @param isCut whether a limit of bytes or time ended the reading, so that some are missing
   */
  public record Newest(
      ImmutableList<DeadLetterEntry> letters,
      long others,
      int perPartition,
      boolean hasOlder,
      boolean isCut) {}

  private record Part(long start, long stop) {
    boolean isEmpty() {
      return start >= stop;
    }
  }

  private NewestDeadLetters(Consumer<byte[], byte[]> consumer, Limits limits) {
    this.consumer = consumer;
    this.limits = limits;
    this.deadlineNanos = System.nanoTime() + limits.time().toNanos();
  }

  /**
   * Reads the newest dead letters.
   *
   * @param clientProperties of the consumer
   * @throws ServerException if Kafka does not return them, or the topic does not exist
   * @throws InterruptException if the thread was interrupted
   */
  public static Newest read(String topic, Map<String, ?> clientProperties, Limits limits) {
    try {
      return readAndClose(topic, properties(clientProperties), limits);
    } catch (InterruptException e) {
      throw e;
    } catch (TopicAuthorizationException e) {
      throw new ServerException(
          "Kafka denies access to topic " + topic + ": the user of this job needs the right READ.",
          e);
    } catch (TimeoutException e) {
      throw new ServerException(
          String.format(
              Locale.ROOT,
              "Kafka did not return topic %s within %d s.",
              topic,
              limits.time().toSeconds()),
          e);
    } catch (KafkaException e) {
      throw new ServerException("Kafka did not return topic " + topic + ": " + e.getMessage(), e);
    }
  }

  /** Returns the properties of a consumer that creates no topic and fetches little at once. */
  static Map<String, Object> properties(Map<String, ?> clientProperties) {
    // If dead letters were deleted in the meantime, it continues with the oldest remaining ones.
    Map<String, Object> properties =
        ConsumerProperties.of(clientProperties, "earliest", IsolationLevel.READ_COMMITTED);
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    return properties;
  }

  private static Newest readAndClose(String topic, Map<String, Object> properties, Limits limits) {
    Consumer<byte[], byte[]> consumer = BoundedConsumer.open(properties);
    try {
      return new NewestDeadLetters(consumer, limits).read(topic);
    } finally {
      consumer.close(Duration.ZERO);
    }
  }

  private Newest read(String topic) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic, remaining()).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new ServerException(
          "Topic " + topic + " does not exist. Create it with ./userstream setup.");
    }
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, remaining());
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, remaining());
    int most = limits.ofEach(partitions.size());
    int done = 0;
    boolean isComplete = true;
    while (isComplete && done < most) {
      int next = Math.min(most, done == 0 ? FIRST_PART : done * GROWTH);
      isComplete = read(parts(begins, ends, done, next));
      done = next;
    }
    return new Newest(
        letters.newestFirst(),
        letters.others(),
        done,
        !parts(begins, ends, done, Integer.MAX_VALUE).isEmpty(),
        !isComplete);
  }

  /** Returns those parts that are not empty, by distance from the end. */
  private static Map<TopicPartition, Part> parts(
      Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends, int nearest, int farthest) {
    Map<TopicPartition, Part> parts = new HashMap<>();
    ends.forEach(
        (partition, end) -> {
          Part part = new Part(Math.max(begins.get(partition), end - farthest), end - nearest);
          if (!part.isEmpty()) {
            parts.put(partition, part);
          }
        });
    return parts;
  }

  /** Reads parts; returns whether all of them fit into the limits. */
  private boolean read(Map<TopicPartition, Part> parts) {
    consumer.assign(parts.keySet());
    consumer.resume(parts.keySet()); // A partition that stays assigned stays paused.
    parts.forEach((partition, part) -> consumer.seek(partition, part.start()));
    Map<TopicPartition, Part> unread = new HashMap<>(parts);
    while (!unread.isEmpty()) {
      if (bytes >= limits.bytes() || remaining().isZero()) {
        return false;
      }
      for (ConsumerRecord<byte[], byte[]> read : consumer.poll(POLL_TIMEOUT)) {
        bytes += Math.max(0, read.serializedKeySize()) + Math.max(0, read.serializedValueSize());
        if (read.offset() < parts.get(partition(read)).stop()) {
          letters.add(read);
        }
      }
      unread
          .entrySet()
          .removeIf(
              each -> consumer.position(each.getKey(), remaining()) >= each.getValue().stop());
      List<TopicPartition> finished =
          parts.keySet().stream().filter(partition -> !unread.containsKey(partition)).toList();
      consumer.pause(finished);
    }
    return true;
  }

  private static TopicPartition partition(ConsumerRecord<?, ?> read) {
    return new TopicPartition(read.topic(), read.partition());
  }

  private Duration remaining() {
    return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
  }
}

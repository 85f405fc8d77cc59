package io.userstream.runloop.ranges;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * A consumer whose polls are limited in bytes. {@code max.poll.records} limits only their number,
 * and a fetched batch of 1 MiB can unpack to a thousand records of 1 MB each. A poll returns at
 * least one record, whatever its size.
 */
public final class BoundedConsumer extends KafkaConsumer<byte[], byte[]> {
  private final PollBudget budget;

  private BoundedConsumer(Map<String, Object> properties, PollBudget budget) {
    super(properties, budget.keys(), budget.values());
    this.budget = budget;
  }

  /**
   * Opens a consumer.
   *
   * @param properties of the consumer; its deserializers do not count
   */
  public static BoundedConsumer open(Map<String, Object> properties) {
    return new BoundedConsumer(properties, new PollBudget());
  }

  /** Returns how many bytes of keys, values and headers the last poll has returned. */
  long polledBytes() {
    return budget.used();
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    budget.renew();
    return super.poll(timeout);
  }
}

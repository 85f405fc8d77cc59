package io.userstream.tests.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The write times of a partition, computed by their definition from all its records. */
public final class DefinedWriteTimes {
  private DefinedWriteTimes() {}

  /**
   * Returns the write time at each offset, in microseconds since the epoch.
   *
   * @param records all committed ones of a partition, in the order of their offsets
   */
  public static Map<Long, Long> of(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<Long, Long> writeTimes = new HashMap<>();
    long largest = Long.MIN_VALUE;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      largest = Math.max(largest, 1_000 * record.timestamp() - record.offset());
      writeTimes.put(record.offset(), largest + record.offset());
    }
    return writeTimes;
  }
}

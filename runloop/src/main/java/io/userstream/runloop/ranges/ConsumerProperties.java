package io.userstream.runloop.ranges;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Properties of consumers without a group that read raw bytes. */
public final class ConsumerProperties {
  /**
   * How long a broker waits for records after the end of the log. A consumer fetches ahead, and a
   * broker processes the requests of a connection one after the other. So after the last record,
   * the next request, such as for another partition, would wait for Kafka's default of 500 ms. With
   * 20 ms, a run over six partitions took 89 ms at 1,000 records/s; with 1 ms, it takes 53 ms.
   * While a part of the log cannot be read, such as during a failover, a consumer repeats its fetch
   * this often, until its stall timeout.
   */
  private static final int FETCH_MAX_WAIT_MS = 1;

  private ConsumerProperties() {}

  /**
   * Returns the properties of a consumer that reads only what is in the log already, as a new map;
   * see {@link #of}.
   */
  public static Map<String, Object> ofExisting(
      Map<String, ?> client, String offsetReset, IsolationLevel isolation) {
    Map<String, Object> properties = of(client, offsetReset, isolation);
    properties.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MAX_WAIT_MS);
    return properties;
  }

  /**
   * Returns the properties of a consumer, as a new map.
   *
   * @param client bootstrap servers, security and tuning
   * @param offsetReset what to do if the position is not in the log: {@code earliest} or {@code
   *     none}
   */
  public static Map<String, Object> of(
      Map<String, ?> client, String offsetReset, IsolationLevel isolation) {
    Map<String, Object> properties = new HashMap<>();
    // A consumer is short-lived, and the JMX beans of its metrics would leak.
    properties.put("auto.include.jmx.reporter", "false");
    properties.put("metric.reporters", "");
    // Otherwise, each assignment names its metrics anew: an eighth of an executor's CPU time with
    // 1,000 partitions.
    properties.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    properties.putAll(client);
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, offsetReset);
    properties.put(
        ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString().toLowerCase(Locale.ROOT));
    properties.put(
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    properties.put(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    return properties;
  }
}

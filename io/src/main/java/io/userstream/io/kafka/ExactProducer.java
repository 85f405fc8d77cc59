package io.userstream.io.kafka;

import com.google.common.collect.ImmutableMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How every producer of the project is set up: a record is acknowledged by all replicas, once, or
 * the send fails.
 */
public final class ExactProducer {
  /**
   * Longer than a broker's restart takes; KafkaIO's own default of three retries gives up within a
   * second.
   */
  private static final int DELIVERY_TIMEOUT_MS = 120_000;

  private ExactProducer() {}

  /**
   * Returns the properties of such a producer.
   *
   * @param clientProperties bootstrap servers, security and tuning; what exactness needs wins over
   *     them
   */
  public static ImmutableMap<String, Object> properties(Map<String, ?> clientProperties) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
    // Well-filled requests at a high rate, at the cost of a few milliseconds at a low one.
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
    properties.put("auto.include.jmx.reporter", "false");
    properties.put("metric.reporters", "");
    properties.putAll(clientProperties);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
    return ImmutableMap.copyOf(properties);
  }
}

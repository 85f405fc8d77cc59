package io.userstream.io.kafka;

import com.google.common.collect.ImmutableMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The configuration of all producers: a record is written once and acknowledged by all in-sync
 * replicas, or sending fails.
 */
public final class ExactProducer {
  /** Longer than a broker restart. KafkaIO's default of three retries fails within a second. */
  private static final int DELIVERY_TIMEOUT_MS = 120_000;

  private ExactProducer() {}

  /**
   * Returns the properties of an exact producer.
   *
   * @param clientProperties bootstrap servers, security and tuning; cannot override the settings
   *     that exactness requires
   */
  public static ImmutableMap<String, Object> properties(Map<String, ?> clientProperties) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
    // Larger requests at high rates, at the cost of a few milliseconds at low rates.
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

package io.userstream.io.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes records and says when all in-sync replicas have acknowledged them: for work that may only
 * go on then, which KafkaIO's write does not tell. Not thread-safe.
 */
public final class AcknowledgedWriter implements AutoCloseable {
  private final Producer<byte[], byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /**
   * Opens a producer.
   *
   * @param clientProperties the brokers, security and tuning; see {@link ExactProducer}
   */
  public AcknowledgedWriter(Map<String, ?> clientProperties) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    properties.put(
        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    producer = new KafkaProducer<>(ExactProducer.properties(properties));
  }

  /** Sends a record; blocks while the producer's buffer is full. */
  public void send(ProducerRecord<byte[], byte[]> record) {
    send(record, appended -> {});
  }

  /**
   * Sends a record; blocks while the producer's buffer is full.
   *
   * @param appended is told the record's place, by the producer's thread and before {@link
   *     #awaitAcknowledged} returns
   */
  public void send(ProducerRecord<byte[], byte[]> record, Consumer<RecordMetadata> appended) {
    var unused =
        producer.send(
            record,
            (metadata, e) -> {
              if (e == null) {
                appended.accept(metadata);
              } else {
                failure.compareAndSet(null, e);
              }
            });
  }

  /**
   * Returns when everything sent is acknowledged.
   *
   * @throws KafkaException when something was not; the rest may stand in its topic then
   */
  public void awaitAcknowledged() {
    producer.flush();
    Exception failed = failure.getAndSet(null);
    if (failed != null) {
      throw new KafkaException("a record was not acknowledged", failed);
    }
  }

  /** Closes at once: what has to be acknowledged was waited for. */
  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}

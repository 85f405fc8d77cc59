package io.userstream.io.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes records and waits until all in-sync replicas have acknowledged them, which KafkaIO's write
 * does not support. Not thread-safe.
 */
public final class AcknowledgedWriter implements AutoCloseable {
  private final Producer<byte[], byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /**
   * Opens a producer.
   *
   * @param clientProperties brokers, security and tuning; see {@link ExactProducer}
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
   * @param appended called with the record's position by the producer's thread, before {@link
   *     #awaitAcknowledged} returns
   */
  public void send(ProducerRecord<byte[], byte[]> record, Consumer<RecordMetadata> appended) {
    send(record, appended, e -> false);
  }

  /**
   * Sends a record; blocks while the producer's buffer is full.
   *
   * @param appended see {@link #send(ProducerRecord, Consumer)}
   * @param handles called with the reason if the record is not acknowledged; if it returns true,
   *     {@link #awaitAcknowledged} does not fail
   */
  public void send(
      ProducerRecord<byte[], byte[]> record,
      Consumer<RecordMetadata> appended,
      Predicate<Exception> handles) {
    var unused =
        producer.send(
            record,
            (metadata, e) -> {
              if (e == null) {
                appended.accept(metadata);
              } else if (!handles.test(e)) {
                failure.compareAndSet(null, e);
              }
            });
  }

  /**
   * Returns when all sent records are acknowledged.
   *
   * @throws KafkaException if one was not acknowledged; others may have been written
   */
  public void awaitAcknowledged() {
    producer.flush();
    Exception failed = failure.getAndSet(null);
    if (failed != null) {
      throw new KafkaException("a record was not acknowledged", failed);
    }
  }

  /** Closes immediately, without waiting for records that are not acknowledged. */
  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}

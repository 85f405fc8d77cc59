package io.userstream.tests.flow;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A transaction of another application that stays open in every partition of a flow's users topic.
 * Until it is aborted, readers of committed records do not see later records.
 */
public final class OpenTransaction implements AutoCloseable {
  private static final byte[] KEY = "hanging".getBytes(StandardCharsets.UTF_8);

  private final KafkaProducer<byte[], byte[]> producer;

  private OpenTransaction(KafkaProducer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /** Appends one record to each partition, and leaves the transaction open. */
  public static OpenTransaction in(Flow flow) {
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            KafkaClients.properties(
                flow.stack(),
                Map.of(
                    "transactional.id",
                    flow.topic() + "-hanging-" + UUID.randomUUID(),
                    "transaction.timeout.ms",
                    600_000)),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
    producer.beginTransaction();
    producer
        .partitionsFor(flow.topic())
        .forEach(
            info -> {
              var unused =
                  producer.send(
                      new ProducerRecord<>(flow.topic(), info.partition(), KEY, new byte[] {1}));
            });
    producer.flush();
    return new OpenTransaction(producer);
  }

  /** Aborts the transaction, which makes the records behind it readable. */
  @Override
  public void close() {
    producer.abortTransaction();
    producer.close();
  }
}

package io.userstream.tests.faults;

import io.userstream.tests.flow.JobStatus;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer that leaves a transaction open, which hides later records of all producers. */
final class TransactionCells {
  static final Cell HANGING =
      new Cell(
          "hanging-transaction",
          Stage.WHOLE,
          150,
          "a transaction hangs in every partition, then is aborted",
          TransactionCells::hanging);

  private static final String REASON = "behind an open transaction";

  /** More than a working job ever has: half a minute of published records. */
  private static final double HIDDEN = 15_000;

  private TransactionCells() {}

  private static Duration hanging(FlowUnderFire fire) {
    JobStatus status = new JobStatus();
    fire.drivers().terminate();
    fire.drivers().options(status.option());
    fire.mark();
    fire.drivers().start();
    fire.awaitFlow();
    try (KafkaProducer<byte[], byte[]> producer = transactionalProducer(fire)) {
      producer.initTransactions();
      producer.beginTransaction();
      for (int partition : fire.operator().partitions()) {
        var unused =
            producer.send(
                new ProducerRecord<>(
                    fire.flow().topic(),
                    partition,
                    "of nobody".getBytes(StandardCharsets.UTF_8),
                    new byte[1]));
      }
      producer.flush();
      fire.mark();
      Await.until(
          "hidden records count as lag",
          FlowUnderFire.LIMIT,
          () -> status.sum("userstream_lag_records") > HIDDEN);
      Await.until(
          "readiness names the transaction",
          FlowUnderFire.LIMIT,
          status::readiness,
          text -> text.startsWith("503") && text.contains(REASON));
      fire.requireOffsetsBehindRows();
      requireNotDrained(fire);
      producer.abortTransaction();
      Duration again = fire.awaitFlow();
      fire.drivers().terminate();
      fire.drivers().options();
      fire.drivers().start();
      return again;
    }
  }

  /** A job that ends when everything is stored must not end as if it were. */
  private static void requireNotDrained(FlowUnderFire fire) {
    try (JobProcess drained =
        fire.flow()
            .start(JobCommand.jar(), "store", "--until=drained", "--openTransactionTimeout=2s")) {
      int code = drained.awaitEnd(FlowUnderFire.LIMIT);
      if (code != 1 || !drained.output().contains(REASON)) {
        throw new AssertionError("ended with " + code + ":\n" + drained.output());
      }
    }
  }

  private static KafkaProducer<byte[], byte[]> transactionalProducer(FlowUnderFire fire) {
    return new KafkaProducer<>(
        KafkaClients.properties(
            fire.stack(),
            Map.of(
                "transactional.id",
                UUID.randomUUID().toString(),
                // Otherwise, the coordinator would abort the transaction after a minute.
                "transaction.timeout.ms",
                "600000")),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}

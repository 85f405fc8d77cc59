package io.userstream.tests.runloop;

import static io.userstream.tests.runloop.DrivenLoops.LIMIT;
import static io.userstream.tests.runloop.DrivenLoops.PARTITIONS;
import static io.userstream.tests.runloop.DrivenLoops.faultOf;
import static io.userstream.tests.runloop.DrivenLoops.loop;
import static io.userstream.tests.runloop.DrivenLoops.running;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.userstream.runloop.OldestRecord;
import io.userstream.runloop.RunLoop;
import io.userstream.runloop.RunLoopListener;
import io.userstream.runloop.RunLoopStatus;
import io.userstream.runloop.RunLoopSummary;
import io.userstream.tests.Core;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.stack.Await;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/**
 * Checks on a real Kafka that records behind an open transaction of a hanging producer count as
 * lag.
 */
public class OpenTransactionIT {
  private static final int BEHIND = 200;

  private final DrivenLoops loops = new DrivenLoops();
  private KafkaProducer<byte[], byte[]> hanging;

  @Before
  public void openTransactionAndPublishBehindIt() throws Exception {
    loops.createTopic();
    hanging =
        new KafkaProducer<>(
            KafkaClients.properties(
                loops.flow().stack(),
                Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, loops.flow().topic())),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    hanging.initTransactions();
    hanging.beginTransaction();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      var unused =
          hanging.send(new ProducerRecord<>(loops.flow().topic(), partition, null, new byte[1]));
    }
    hanging.flush();
    loops.publish(BEHIND);
  }

  @After
  public void close() {
    hanging.close(Duration.ZERO);
    loops.close();
  }

  @Test
  @Category(Core.class)
  public void drainedLoopWaitsForTheTransactionAndStoresTheRecordsBehindIt() throws Exception {
    AtomicReference<RunLoopStatus> status = new AtomicReference<>(RunLoopStatus.builder().build());
    CompletableFuture<RunLoopSummary> running = running(drained(Duration.ofMinutes(1), status));
    Await.until(
        "the status reports the transaction",
        LIMIT,
        () -> status.get().behindOpenTransactions() == BEHIND + PARTITIONS);
    assertThat(status.get().lag(), is((long) BEHIND + PARTITIONS));
    assertThat(running.isDone(), is(false));

    hanging.abortTransaction();

    RunLoopSummary summary = running.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(summary.offsets(), greaterThan((long) BEHIND));
    assertThat(summary.lag(), is(0L));
    assertThat(status.get().behindOpenTransactions(), is(0L));
  }

  @Test
  public void drainedLoopFailsWhenTheTransactionStaysOpenTooLong() {
    String fault = faultOf(drained(Duration.ofSeconds(2), new AtomicReference<>()));

    assertThat(fault, containsString("are behind an open transaction"));
    assertThat(fault, containsString("--start-offset 0"));
  }

  @Test
  public void ageOfTheTransactionIsThatOfItsFirstRecord() throws Exception {
    AtomicReference<RunLoopStatus> status = new AtomicReference<>(RunLoopStatus.builder().build());
    RunLoop loop = drained(Duration.ofMinutes(1), status);
    CompletableFuture<RunLoopSummary> running = running(loop);
    try (OldestRecord oldest = new OldestRecord(loops.flow().stack().kafkaClient(), status::get)) {
      Await.until(
          "the age of the transaction is known",
          LIMIT,
          () -> oldest.openTransactionAgeSeconds().orElse(0) > 0);
      assertThat(oldest.ageSeconds().orElse(0), greaterThan(0.0));
      long sinceMs = oldest.openTransactionSinceMs(status.get().partitions().get(0)).orElseThrow();
      assertThat(System.currentTimeMillis() - sinceMs, lessThan(LIMIT.toMillis()));

      hanging.abortTransaction();
      running.get(LIMIT.toSeconds(), TimeUnit.SECONDS);

      assertThat(oldest.openTransactionAgeSeconds().orElse(-1), is(0.0));
    }
  }

  private RunLoop drained(Duration timeout, AtomicReference<RunLoopStatus> status) {
    return loop(
        loops
            .config()
            .setUntilDrained(true)
            .setOpenTransactionTimeout(timeout)
            .setListener(
                new RunLoopListener() {
                  @Override
                  public void onStatus(RunLoopStatus now) {
                    status.set(now);
                  }
                }),
        run -> null);
  }
}

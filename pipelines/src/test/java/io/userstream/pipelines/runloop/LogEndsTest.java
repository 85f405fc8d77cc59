package io.userstream.pipelines.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.google.common.collect.Maps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.Test;

/** What the ends of the logs say of open transactions. */
public class LogEndsTest {
  private static final TopicPartition PARTITION = new TopicPartition("users", 0);

  private final ManualTime time = new ManualTime();
  private final Broker broker = new Broker();
  private final PartitionLogs logs = new PartitionLogs(broker);
  private final LogEnds ends = new LogEnds(broker, logs, time, "b:1");
  private final PartitionLedger ledger =
      new PartitionLedger(PARTITION, broker.topic().id(), 0, 200, 0);

  @Test
  public void aTransactionThatIsOpenForAMinuteIsAProblem() throws Exception {
    broker.highWatermark = 200;
    look();
    assertThat(ends.transactionProblem(List.of(ledger)), is(Optional.empty()));
    assertThat(ledger.lag(ends.end(PARTITION)), is(200L));

    time.pass(LogEnds.OPEN_TRANSACTION_LIMIT);
    look();

    assertThat(
        ends.transactionProblem(List.of(ledger)).orElseThrow(),
        containsString("200 records of users-0 are behind an open transaction"));
    assertThat(ends.describe(ledger).behindOpenTransaction(), is(200L));
  }

  @Test
  public void transactionsThatFollowEachOtherAreNone() throws Exception {
    broker.highWatermark = 200;
    look();
    time.pass(LogEnds.OPEN_TRANSACTION_LIMIT);
    broker.stableEnd = 100;
    look();
    assertThat(ends.transactionProblem(List.of(ledger)), is(Optional.empty()));

    broker.stableEnd = 200;
    look();

    assertThat(ends.describe(ledger).openSince(), is(Optional.empty()));
  }

  @Test
  public void theBrokersAreAskedAtLeastOnceASecond() throws Exception {
    assertThat(ends.isDue(), is(true));
    look();
    assertThat(ends.isDue(), is(false));

    time.pass(Duration.ofSeconds(1));

    assertThat(ends.isDue(), is(true));
  }

  private void look() throws LogFaultException {
    ends.look(List.of(ledger), Set.of(PARTITION), true);
  }

  private static final class ManualTime implements LoopTime {
    private long nanos;

    void pass(Duration duration) {
      nanos += duration.toNanos();
    }

    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public Instant now() {
      return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public RandomGenerator random() {
      throw new UnsupportedOperationException();
    }
  }

  /** A log whose ends a test sets. */
  private static final class Broker implements GroupClient {
    private final Uuid id = Uuid.randomUuid();
    private long stableEnd;
    private long highWatermark;

    @Override
    public TopicState topic() {
      return new TopicState(id, 1);
    }

    @Override
    public Map<TopicPartition, LogEnd> ends(Set<TopicPartition> partitions) {
      return Maps.toMap(partitions, partition -> new LogEnd(stableEnd, 0));
    }

    @Override
    public Map<TopicPartition, Long> highWatermarks(Set<TopicPartition> partitions) {
      return Maps.toMap(partitions, partition -> highWatermark);
    }

    @Override
    public Map<TopicPartition, Long> begins(Set<TopicPartition> partitions) {
      return Maps.toMap(partitions, partition -> 0L);
    }

    @Override
    public void subscribe(ConsumerRebalanceListener listener) {}

    @Override
    public void poll(Duration timeout) {}

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
      return Map.of();
    }

    @Override
    public void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void verify(Map<TopicPartition, OffsetAndMetadata> positions) {}

    @Override
    public void wakeup() {}

    @Override
    public void close() {}
  }
}

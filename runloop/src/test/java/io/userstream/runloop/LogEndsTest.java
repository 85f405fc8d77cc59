package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.Test;

public class LogEndsTest {
  private static final TopicPartition PARTITION = new TopicPartition("users", 0);

  private final ManualTime time = new ManualTime();
  private final OneLog broker = new OneLog(PARTITION);
  private final PartitionLogs logs = new PartitionLogs(broker);
  private final LogEnds ends = new LogEnds(broker, logs, time, "b:1");
  private final PartitionLedger ledger =
      new PartitionLedger(PARTITION, broker.topic().id(), 0, 200, 0);

  @Test
  public void aTransactionOpenForAMinuteIsAProblem() throws Exception {
    broker.stableEnd = 0;
    broker.end = 200;
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
  public void shortTransactionsInARowAreNoProblem() throws Exception {
    broker.stableEnd = 0;
    broker.end = 200;
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
}

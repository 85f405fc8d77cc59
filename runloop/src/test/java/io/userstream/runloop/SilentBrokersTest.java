package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.Test;

public class SilentBrokersTest {
  private final OneLog broker = new OneLog(new TopicPartition("users", 0));
  private final ManualTime time = new ManualTime();
  private final LastStatus status = new LastStatus();
  private final RunLoop loop =
      RunLoop.with(
          OneLog.config()
              .setUntilDrained(true)
              .setOpenTransactionTimeout(Duration.ofMinutes(15))
              .setListener(status)
              .build(),
          broker,
          new ManualWorkers(),
          time);

  @Test
  public void aTransactionIsNotReportedWhileTheBrokersAreSilent() throws Exception {
    broker.stableEnd = 0;
    loop.step();
    broker.failure = new TimeoutException("no answer");
    time.pass(Duration.ofMinutes(20));

    loop.step(); // Does not fail.

    assertThat(status.get().obstacle().orElseThrow(), startsWith("waiting for Kafka"));
    broker.failure = null;
    time.pass(Duration.ofSeconds(2));
    RunLoopException ended = assertThrows(RunLoopException.class, loop::step);
    assertThat(ended.getMessage(), containsString("behind an open transaction"));
  }

  @Test
  public void aDeletedTopicIsNamed() throws Exception {
    loop.step();
    broker.failure = new UnknownTopicOrPartitionException();
    time.pass(Duration.ofSeconds(2));
    loop.step();

    time.pass(Duration.ofSeconds(2));
    loop.step();

    assertThat(
        status.get().obstacle().orElseThrow(),
        is("waiting for topic users, which has not existed for 2 s"));
  }

  @Test
  public void aTopicThatWasNeverCreatedEndsTheLoop() throws Exception {
    broker.exists = false;
    loop.step();
    time.pass(Duration.ofSeconds(59));
    loop.step(); // Somebody may be creating it.
    time.pass(Duration.ofSeconds(2));

    RunLoopException ended = assertThrows(RunLoopException.class, loop::step);

    assertThat(ended.getMessage(), containsString("Topic users does not exist"));
    assertThat(ended.getMessage(), containsString("b:1"));
  }

  @Test
  public void aTopicCreatedInTimeIsRead() throws Exception {
    broker.failure = new UnknownTopicOrPartitionException();
    loop.step();
    time.pass(Duration.ofSeconds(40));
    broker.failure = null;
    loop.step();
    time.pass(Duration.ofSeconds(40));
    broker.failure = new UnknownTopicOrPartitionException();

    loop.step(); // The limit counts from when it went missing again.

    assertThat(status.get().obstacle().orElseThrow(), containsString("has not existed"));
  }

  @Test
  public void silentBrokersDoNotMakeATopicMissing() throws Exception {
    loop.step();
    broker.failure = new TimeoutException("no answer");
    time.pass(Duration.ofMinutes(2));
    loop.step();

    time.pass(Duration.ofMinutes(2));
    loop.step();

    assertThat(status.get().obstacle().orElseThrow(), startsWith("waiting for Kafka"));
  }
}

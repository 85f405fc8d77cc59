package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.Test;

public class RunLoopConfigTest {
  @Test
  public void onlyTopicGroupAndServersAreRequired() {
    RunLoopConfig config = sound().build();

    assertThat(config.clientProperties(), is(Map.of("bootstrap.servers", "localhost:9092")));
    assertThat(config.untilDrained(), is(false));
  }

  @Test
  public void fatalFaultsOfTheCallerAreAddedToExpiredRecords() {
    RunLoopConfig config =
        RunLoopConfig.builder()
            .setTopic("t")
            .setGroup("g")
            .setClientProperties(Map.of("bootstrap.servers", "b:1"))
            .setFatalFault(IllegalArgumentException.class::isInstance)
            .build();

    assertThat(config.fatalFault().test(new IllegalArgumentException()), is(true));
    assertThat(config.fatalFault().test(new OffsetOutOfRangeException(Map.of())), is(true));
    assertThat(config.fatalFault().test(new TimeoutException("broker down")), is(false));
  }

  @Test
  public void expiredRecordsAreFatal() {
    RunLoopConfig config = sound().build();

    assertThat(config.fatalFault().test(new OffsetOutOfRangeException(Map.of())), is(true));
    assertThat(config.fatalFault().test(new TimeoutException("broker away")), is(false));
  }

  @Test
  public void expiredRecordsOfAnotherTopicAreNotLostHere() {
    RunLoopConfig config = sound().build();
    var ofTopic = Map.of(new TopicPartition(config.topic(), 0), 5L);
    var ofDeadLetters = Map.of(new TopicPartition("dead-letters", 0), 5L);

    assertThat(config.fatalFault().test(new OffsetOutOfRangeException(ofTopic)), is(true));
    assertThat(config.fatalFault().test(new OffsetOutOfRangeException(ofDeadLetters)), is(false));
  }

  @Test
  public void anInvalidValueIsNamed() {
    assertRefused("topic", builder -> builder.setTopic(""));
    assertRefused("group", builder -> builder.setGroup(""));
    assertRefused("bootstrap.servers", builder -> builder.setClientProperties(Map.of()));
    assertRefused("maxRunRecords", builder -> builder.setMaxRunRecords(0));
    assertRefused("maxRunsInFlight", builder -> builder.setMaxRunsInFlight(0));
    assertRefused("minRunInterval", builder -> builder.setMinRunInterval(Duration.ofMillis(-1)));
    assertRefused("hangTimeout", builder -> builder.setHangTimeout(Duration.ZERO));
    assertRefused("stopGrace", builder -> builder.setStopGrace(Duration.ofMillis(-1)));
  }

  @Test
  public void aMissingValueIsNamed() {
    RunLoopConfig.Builder builder = RunLoopConfig.builder().setTopic("orders");

    assertThat(
        assertThrows(IllegalStateException.class, builder::build).getMessage(),
        containsString("group"));
  }

  private static void assertRefused(String name, UnaryOperator<RunLoopConfig.Builder> change) {
    RunLoopConfig.Builder builder = change.apply(sound());
    assertThat(
        assertThrows(IllegalStateException.class, builder::build).getMessage(),
        containsString(name));
  }

  private static RunLoopConfig.Builder sound() {
    return RunLoopConfig.builder()
        .setTopic("orders")
        .setGroup("archive")
        .setClientProperties(Map.of("bootstrap.servers", "localhost:9092"));
  }
}

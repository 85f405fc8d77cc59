package io.userstream.runloop;

import static com.google.common.base.Preconditions.checkState;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;

/** What a {@link RunLoop} needs to know. Immutable. */
@AutoValue
public abstract class RunLoopConfig {
  /** The topic whose records are taken. */
  public abstract String topic();

  /** The consumer group whose committed offsets are the loop's only state. */
  public abstract String group();

  /**
   * Properties of the consumer that is the group's member: {@code bootstrap.servers} at least, and
   * security. What exactness needs is set over them: the group, no automatic commits, committed
   * records only.
   */
  public abstract ImmutableMap<String, Object> clientProperties();

  /**
   * Offsets in a run at the most, over all its partitions. The loop begins with fewer, and takes
   * more while full runs end soon.
   */
  public abstract long maxRunRecords();

  /** Runs in flight at the most. */
  public abstract int maxRunsInFlight();

  /**
   * Time between the starts of two runs that are not full, at the least: every run has its costs,
   * and one that waits a little takes what has come in since.
   */
  public abstract Duration minRunInterval();

  /**
   * How long a run may be in flight: then something hangs that no repetition mends, and only
   * another process can go on. Longer than any run should take.
   */
  public abstract Duration hangTimeout();

  /**
   * How long a stopping loop waits for the runs in flight before it abandons them uncommitted; and
   * one whose partitions go to another driver, for the runs over these.
   */
  public abstract Duration stopGrace();

  /**
   * Whether the loop ends by itself when all is committed that was in the log when its partitions
   * came to it, up to the high watermark.
   */
  public abstract boolean untilDrained();

  /**
   * How long a loop that is to end when it is drained waits for a transaction that stays open
   * before it fails: the records behind it cannot be read. Counted from when the loop first sees
   * it.
   */
  public abstract Duration openTransactionTimeout();

  /**
   * Tells the faults that no repetition mends, as found anywhere in the chain of causes. Everything
   * else is repeated for as long as it takes. By default that records were deleted before they were
   * read ({@link OffsetOutOfRangeException}) and nothing else; a predicate of your own should
   * include it.
   */
  public abstract Predicate<Throwable> fatalFault();

  /** What executes the runs; by default whatever runner their pipelines name. */
  public abstract RunEngine engine();

  /** Asked before a run is tried again; by default nothing is asked. */
  public abstract SinkProbe sinkProbe();

  /** Is told what the loop does; by default nobody is. */
  public abstract RunLoopListener listener();

  public static Builder builder() {
    return new AutoValue_RunLoopConfig.Builder()
        .setMaxRunRecords(50_000)
        .setMaxRunsInFlight(4)
        .setMinRunInterval(Duration.ofMillis(200))
        .setHangTimeout(Duration.ofMinutes(10))
        .setStopGrace(Duration.ofSeconds(20))
        .setEngine(RunEngine.OF_THE_PIPELINE)
        .setSinkProbe(() -> {})
        .setListener(RunLoopListener.NONE)
        .setUntilDrained(false)
        // The longest that brokers allow by default: transaction.max.timeout.ms.
        .setOpenTransactionTimeout(Duration.ofMinutes(15))
        .setFatalFault(OffsetOutOfRangeException.class::isInstance);
  }

  /** Builds a {@link RunLoopConfig}. */
  @AutoValue.Builder
  public abstract static class Builder {
    public abstract Builder setTopic(String topic);

    public abstract Builder setGroup(String group);

    public abstract Builder setClientProperties(Map<String, ?> clientProperties);

    public abstract Builder setMaxRunRecords(long maxRunRecords);

    public abstract Builder setMaxRunsInFlight(int maxRunsInFlight);

    public abstract Builder setMinRunInterval(Duration minRunInterval);

    public abstract Builder setHangTimeout(Duration hangTimeout);

    public abstract Builder setEngine(RunEngine engine);

    public abstract Builder setSinkProbe(SinkProbe sinkProbe);

    public abstract Builder setStopGrace(Duration stopGrace);

    public abstract Builder setUntilDrained(boolean untilDrained);

    public abstract Builder setOpenTransactionTimeout(Duration openTransactionTimeout);

    public abstract Builder setFatalFault(Predicate<Throwable> fatalFault);

    public abstract Builder setListener(RunLoopListener listener);

    abstract RunLoopConfig autoBuild();

    /**
     * Builds the configuration.
     *
     * @throws IllegalStateException when a value is missing or makes no sense
     */
    public RunLoopConfig build() {
      RunLoopConfig config = autoBuild();
      checkState(!config.topic().isEmpty(), "topic: empty");
      checkState(!config.group().isEmpty(), "group: empty");
      checkState(
          config.clientProperties().containsKey(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG),
          "clientProperties: %s is missing",
          ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG);
      checkState(config.maxRunRecords() > 0, "maxRunRecords: %s", config.maxRunRecords());
      checkState(config.maxRunsInFlight() > 0, "maxRunsInFlight: %s", config.maxRunsInFlight());
      checkState(
          !config.minRunInterval().isNegative(), "minRunInterval: %s", config.minRunInterval());
      checkState(
          config.hangTimeout().compareTo(Duration.ZERO) > 0,
          "hangTimeout: %s",
          config.hangTimeout());
      checkState(
          !config.openTransactionTimeout().isNegative(),
          "openTransactionTimeout: %s",
          config.openTransactionTimeout());
      checkState(!config.stopGrace().isNegative(), "stopGrace: %s", config.stopGrace());
      return config;
    }
  }
}

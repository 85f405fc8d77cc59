package io.userstream.runloop;

import com.google.auto.value.AutoValue;
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
  public final Map<String, Object> clientProperties() {
    return client();
  }

  @SuppressWarnings("AutoValueImmutableFields") // Guava stays out of this module.
  abstract Map<String, Object> client();

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
   * How long the loop waits for a topic that does not exist before it fails. Somebody may be
   * creating it, and brokers need a moment to agree on a new one.
   */
  public abstract Duration missingTopicTimeout();

  /**
   * Recognizes the faults that no retry can fix, anywhere in the chain of causes: records that
   * expired before they were read ({@link OffsetOutOfRangeException}), and those that {@link
   * Builder#setFatalFault} adds. The loop retries every other fault for as long as it takes.
   */
  public final Predicate<Throwable> fatalFault() {
    return callersFatalFault().or(OffsetOutOfRangeException.class::isInstance);
  }

  abstract Predicate<Throwable> callersFatalFault();

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
        .setMissingTopicTimeout(Duration.ofMinutes(1))
        .setFatalFault(fault -> false);
  }

  /** Builds a {@link RunLoopConfig}. */
  @AutoValue.Builder
  public abstract static class Builder {
    public abstract Builder setTopic(String topic);

    public abstract Builder setGroup(String group);

    abstract Builder setClient(Map<String, Object> client);

    public final Builder setClientProperties(Map<String, ?> clientProperties) {
      return setClient(Map.copyOf(clientProperties));
    }

    public abstract Builder setMaxRunRecords(long maxRunRecords);

    public abstract Builder setMaxRunsInFlight(int maxRunsInFlight);

    public abstract Builder setMinRunInterval(Duration minRunInterval);

    public abstract Builder setHangTimeout(Duration hangTimeout);

    public abstract Builder setEngine(RunEngine engine);

    public abstract Builder setSinkProbe(SinkProbe sinkProbe);

    public abstract Builder setStopGrace(Duration stopGrace);

    public abstract Builder setUntilDrained(boolean untilDrained);

    public abstract Builder setOpenTransactionTimeout(Duration openTransactionTimeout);

    public abstract Builder setMissingTopicTimeout(Duration missingTopicTimeout);

    abstract Builder setCallersFatalFault(Predicate<Throwable> callersFatalFault);

    /** Adds faults to those that are always fatal, such as a missing table or a rejected login. */
    public final Builder setFatalFault(Predicate<Throwable> fatalFault) {
      return setCallersFatalFault(fatalFault);
    }

    public abstract Builder setListener(RunLoopListener listener);

    abstract RunLoopConfig autoBuild();

    /**
     * Builds the configuration.
     *
     * @throws IllegalStateException when a value is missing or makes no sense
     */
    public RunLoopConfig build() {
      RunLoopConfig config = autoBuild();
      check(!config.topic().isEmpty(), "topic", "empty");
      check(!config.group().isEmpty(), "group", "empty");
      check(
          config.clientProperties().containsKey(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG),
          "clientProperties",
          ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG + " is missing");
      check(config.maxRunRecords() > 0, "maxRunRecords", config.maxRunRecords());
      check(config.maxRunsInFlight() > 0, "maxRunsInFlight", config.maxRunsInFlight());
      check(!config.minRunInterval().isNegative(), "minRunInterval", config.minRunInterval());
      check(config.hangTimeout().compareTo(Duration.ZERO) > 0, "hangTimeout", config.hangTimeout());
      check(!config.stopGrace().isNegative(), "stopGrace", config.stopGrace());
      check(
          !config.openTransactionTimeout().isNegative(),
          "openTransactionTimeout",
          config.openTransactionTimeout());
      check(
          !config.missingTopicTimeout().isNegative(),
          "missingTopicTimeout",
          config.missingTopicTimeout());
      return config;
    }

    private static void check(boolean isValid, String name, Object value) {
      if (!isValid) {
        throw new IllegalStateException(name + ": " + value);
      }
    }
  }
}

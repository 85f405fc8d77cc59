package io.userstream.runloop;

import com.google.auto.value.AutoValue;
import io.userstream.runloop.control.LoopControl;
import io.userstream.runloop.control.MaxRate;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;

/** The configuration of a {@link RunLoop}. Immutable. */
@AutoValue
public abstract class RunLoopConfig {
  /** Returns the topic to process. */
  public abstract String topic();

  /** Returns the consumer group whose committed offsets are the loop's only state. */
  public abstract String group();

  /**
   * Returns the properties of the consumer, at least {@code bootstrap.servers}, and security. The
   * loop overrides those that exactness depends on: the group, no automatic commits, only committed
   * records.
   */
  public final Map<String, Object> clientProperties() {
    return client();
  }

  @SuppressWarnings("AutoValueImmutableFields") // Guava stays out of this module.
  abstract Map<String, Object> client();

  /**
   * Returns the maximum number of offsets in a run, over all its partitions; null if it follows the
   * number of slots: 25,000 for each bundle, and at least 50,000. The loop starts with fewer, and
   * takes more while full runs end quickly.
   */
  @Nullable
  public abstract Long maxRunRecords();

  /** Returns the maximum number of concurrent runs. */
  public abstract int maxRunsInFlight();

  /**
   * Returns the minimum interval between two partial runs. Each run has fixed costs, and one that
   * starts later takes what has arrived since.
   */
  public abstract Duration minRunInterval();

  /**
   * Returns how long a run may be in flight before the loop fails, because it hangs and only
   * another process can continue. Must exceed the time of any run.
   */
  public abstract Duration hangTimeout();

  /**
   * Returns how long a stop, or the move of a partition to another driver, waits for the runs in
   * flight before the loop abandons them uncommitted.
   */
  public abstract Duration stopGrace();

  /**
   * Returns whether the loop ends once everything is committed that was in the log, up to the high
   * watermark, when its partitions were assigned.
   */
  public abstract boolean untilDrained();

  /** Returns the part of the log to process; null for all of it. */
  @Nullable
  public abstract OffsetWindow window();

  /**
   * Returns how long a draining loop waits for an open transaction before it fails, because it
   * cannot read the records behind it. Counted from when the loop first sees it.
   */
  public abstract Duration openTransactionTimeout();

  /**
   * Returns how long the loop waits for a topic that does not exist before it fails. Somebody may
   * be creating it, and brokers need a moment to agree on a new one.
   */
  public abstract Duration missingTopicTimeout();

  /**
   * Returns the test for faults that no retry can fix, applied to the whole chain of causes:
   * records of the topic that expired before they were read ({@link OffsetOutOfRangeException}),
   * and those that {@link Builder#setFatalFault} adds. The loop retries every other fault for as
   * long as necessary.
   */
  public final Predicate<Throwable> fatalFault() {
    return callersFatalFault().or(this::isExpired);
  }

  /** A sink may read other topics, and what expired there is not lost here. */
  private boolean isExpired(Throwable fault) {
    return fault instanceof OffsetOutOfRangeException expired
        && (expired.partitions().isEmpty()
            || expired.partitions().stream()
                .anyMatch(partition -> partition.topic().equals(topic())));
  }

  abstract Predicate<Throwable> callersFatalFault();

  /** Returns the engine that executes the runs; by default the runner that their pipelines name. */
  public abstract RunEngine engine();

  /** Returns the check of the sink before a retry; by default there is none. */
  public abstract SinkProbe sinkProbe();

  /** Returns the orders of an operator to the drivers of the group; by default there are none. */
  public abstract LoopControl control();

  /**
   * Returns the maximum rate of all drivers of the group together; null for no limit. Each driver
   * has the share of the partitions that it owns. All drivers must have the same.
   */
  @Nullable
  public abstract MaxRate maxRate();

  /** Returns what measures the latency of the sink; by default nothing does. */
  public abstract SinkLatency sinkLatency();

  /** Returns the latency of the sink above which the loop starts fewer runs. */
  public abstract Duration maxSinkLatency();

  /** Returns the listener; by default there is none. */
  public abstract RunLoopListener listener();

  public static Builder builder() {
    return new AutoValue_RunLoopConfig.Builder()
        .setMaxRunsInFlight(4)
        .setMinRunInterval(Duration.ofMillis(150))
        .setHangTimeout(Duration.ofMinutes(10))
        .setStopGrace(Duration.ofSeconds(20))
        .setEngine(RunEngine.OF_THE_PIPELINE)
        .setSinkProbe(() -> {})
        .setControl(LoopControl.NONE)
        .setSinkLatency(SinkLatency.NONE)
        .setMaxSinkLatency(Duration.ofMillis(500))
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

    public abstract Builder setMaxRunRecords(@Nullable Long maxRunRecords);

    public final Builder setMaxRunRecords(long maxRunRecords) {
      return setMaxRunRecords((Long) maxRunRecords);
    }

    public abstract Builder setMaxRunsInFlight(int maxRunsInFlight);

    public abstract Builder setMinRunInterval(Duration minRunInterval);

    public abstract Builder setHangTimeout(Duration hangTimeout);

    public abstract Builder setEngine(RunEngine engine);

    public abstract Builder setSinkProbe(SinkProbe sinkProbe);

    public abstract Builder setControl(LoopControl control);

    public abstract Builder setMaxRate(@Nullable MaxRate maxRate);

    public abstract Builder setSinkLatency(SinkLatency sinkLatency);

    public abstract Builder setMaxSinkLatency(Duration maxSinkLatency);

    public abstract Builder setStopGrace(Duration stopGrace);

    public abstract Builder setUntilDrained(boolean untilDrained);

    public abstract Builder setWindow(@Nullable OffsetWindow window);

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
     * @throws IllegalStateException if a value is missing or invalid
     */
    public RunLoopConfig build() {
      RunLoopConfig config = autoBuild();
      check(!config.topic().isEmpty(), "topic", "empty");
      check(!config.group().isEmpty(), "group", "empty");
      check(
          config.clientProperties().containsKey(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG),
          "clientProperties",
          ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG + " is missing");
      Long maxRunRecords = config.maxRunRecords();
      check(maxRunRecords == null || maxRunRecords > 0, "maxRunRecords", maxRunRecords);
      check(config.maxRunsInFlight() > 0, "maxRunsInFlight", config.maxRunsInFlight());
      check(!config.minRunInterval().isNegative(), "minRunInterval", config.minRunInterval());
      check(config.hangTimeout().compareTo(Duration.ZERO) > 0, "hangTimeout", config.hangTimeout());
      check(
          config.maxSinkLatency().compareTo(Duration.ZERO) > 0,
          "maxSinkLatency",
          config.maxSinkLatency());
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

    private static void check(boolean isValid, String name, @Nullable Object value) {
      if (!isValid) {
        throw new IllegalStateException(name + ": " + value);
      }
    }
  }
}

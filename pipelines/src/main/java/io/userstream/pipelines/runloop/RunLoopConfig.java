package io.userstream.pipelines.runloop;

import static com.google.common.base.Preconditions.checkState;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

/** What a {@link RunLoop} needs to know. Immutable. */
@AutoValue
public abstract class RunLoopConfig {
  /** The topic whose records are taken. */
  public abstract String topic();

  /** The consumer group whose committed offsets are the loop's only state. */
  public abstract String group();

  /**
   * Properties of the consumer that is the group's member: {@code bootstrap.servers} at least, and
   * security.
   */
  public abstract ImmutableMap<String, Object> clientProperties();

  /** Offsets in a run at the most, over all its partitions. */
  public abstract long maxRunRecords();

  /** Runs in flight at the most. */
  public abstract int maxRunsInFlight();

  /** How long a stopping loop waits for the runs in flight before it abandons them uncommitted. */
  public abstract Duration stopGrace();

  /**
   * Whether the loop ends by itself when all is committed that was in the log when its partitions
   * came to it.
   */
  public abstract boolean untilDrained();

  /**
   * Tells the faults that no repetition mends, as found anywhere in the chain of causes. Everything
   * else is repeated for as long as it takes. By default none is lasting.
   */
  public abstract Predicate<Throwable> lastingFault();

  public static Builder builder() {
    return new AutoValue_RunLoopConfig.Builder()
        .setMaxRunRecords(20_000)
        .setMaxRunsInFlight(4)
        .setStopGrace(Duration.ofSeconds(20))
        .setUntilDrained(false)
        .setLastingFault(fault -> false);
  }

  /** Builds a {@link RunLoopConfig}. */
  @AutoValue.Builder
  public abstract static class Builder {
    public abstract Builder setTopic(String topic);

    public abstract Builder setGroup(String group);

    public abstract Builder setClientProperties(Map<String, ?> clientProperties);

    public abstract Builder setMaxRunRecords(long maxRunRecords);

    public abstract Builder setMaxRunsInFlight(int maxRunsInFlight);

    public abstract Builder setStopGrace(Duration stopGrace);

    public abstract Builder setUntilDrained(boolean untilDrained);

    public abstract Builder setLastingFault(Predicate<Throwable> lastingFault);

    abstract RunLoopConfig autoBuild();

    /**
     * Builds the configuration.
     *
     * @throws IllegalStateException when a value is missing or not positive
     */
    public RunLoopConfig build() {
      RunLoopConfig config = autoBuild();
      checkState(config.maxRunRecords() > 0, "maxRunRecords: %s", config.maxRunRecords());
      checkState(config.maxRunsInFlight() > 0, "maxRunsInFlight: %s", config.maxRunsInFlight());
      return config;
    }
  }
}

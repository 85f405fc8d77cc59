package io.userstream.pipelines.store;

import io.userstream.io.cassandra.CassandraOptions;
import io.userstream.io.deadletters.DeadLetterOptions;
import io.userstream.io.kafka.GroupOptions;
import io.userstream.io.kafka.KafkaOptions;
import io.userstream.io.options.ConnectOptions;
import io.userstream.io.options.OneOf;
import io.userstream.io.registry.RegistryOptions;
import io.userstream.pipelines.job.LogOptions;
import io.userstream.pipelines.job.SparkJobOptions;
import io.userstream.pipelines.status.StatusOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The options of {@code userstream store}. */
public interface StoreOptions
    extends KafkaOptions,
        DeadLetterOptions,
        GroupOptions,
        CassandraOptions,
        RegistryOptions,
        ConnectOptions,
        SparkJobOptions,
        StatusOptions,
        LogOptions {
  @Description(
      "How to read the topic: loop (exact bounded runs, on any runner) or native (unbounded"
          + " KafkaIO, refused on the Spark runner). With native, the latest state of a user is not"
          + " guaranteed to win (docs/native-streaming.md).")
  @Default.String("loop")
  @OneOf(Engine.class)
  String getEngine();

  void setEngine(String engine);

  @Description(
      "When to end: stopped (on a signal) or drained (when everything is stored that was in the"
          + " topic at the start).")
  @Default.String("stopped")
  @OneOf(Until.class)
  String getUntil();

  void setUntil(String until);

  @Description(
      "With --until=drained: how long to wait for an open transaction, behind which records cannot"
          + " be read, before the job fails.")
  @Default.String("15m")
  String getOpenTransactionTimeout();

  void setOpenTransactionTimeout(String openTransactionTimeout);

  @Description(
      "Maximum number of records in a run, over all partitions. Runs start with 5000 and grow while"
          + " they finish quickly.")
  @Default.Long(50_000)
  long getMaxRunRecords();

  void setMaxRunRecords(long maxRunRecords);

  @Description("Maximum number of concurrent runs.")
  @Default.Integer(4)
  int getMaxRunsInFlight();

  void setMaxRunsInFlight(int maxRunsInFlight);

  @Description(
      "Minimum interval between two partial runs. Lower it for latency, raise it to save CPU.")
  @Default.String("200ms")
  String getMinRunInterval();

  void setMinRunInterval(String minRunInterval);

  @Description("How long a run may take before the job fails, because something hangs.")
  @Default.String("10m")
  String getHangTimeout();

  void setHangTimeout(String hangTimeout);

  @Description(
      "How long to wait for runs in flight when the job stops, or when their partitions move to"
          + " another driver. After that, the next start or driver retries them.")
  @Default.String("20s")
  String getStopGrace();

  void setStopGrace(String stopGrace);

  @Description(
      "How long the group waits for a silent driver before its partitions move to another one.")
  @Default.String("10s")
  String getSessionTimeout();

  void setSessionTimeout(String sessionTimeout);
}

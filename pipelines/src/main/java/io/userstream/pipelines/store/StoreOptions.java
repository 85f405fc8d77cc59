package io.userstream.pipelines.store;

import io.userstream.io.cassandra.CassandraOptions;
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
        GroupOptions,
        CassandraOptions,
        RegistryOptions,
        ConnectOptions,
        SparkJobOptions,
        StatusOptions,
        LogOptions {
  @Description(
      "How to run: loop, exact bounded runs on any runner; or native, unbounded KafkaIO, refused on the Spark runner."
          + " With native, the latest state of a user is not guaranteed to win (docs/native-streaming.md).")
  @Default.String("loop")
  @OneOf(Engine.class)
  String getEngine();

  void setEngine(String engine);

  @Description(
      "When to end: stopped, by a signal alone; or drained, when all is stored that was in the topic at the start.")
  @Default.String("stopped")
  @OneOf(Until.class)
  String getUntil();

  void setUntil(String until);

  @Description(
      "With --until=drained: how long to wait for an open transaction before the job fails. The records behind it"
          + " cannot be read.")
  @Default.String("15m")
  String getOpenTransactionTimeout();

  void setOpenTransactionTimeout(String openTransactionTimeout);

  @Description(
      "Records in a run at the most, over all partitions. Runs begin with 5000 and grow while they end soon.")
  @Default.Long(50_000)
  long getMaxRunRecords();

  void setMaxRunRecords(long maxRunRecords);

  @Description("Runs in flight at the most.")
  @Default.Integer(4)
  int getMaxRunsInFlight();

  void setMaxRunsInFlight(int maxRunsInFlight);

  @Description(
      "Time between the starts of two runs that are not full, at the least: shorter is sooner stored, longer is"
          + " cheaper.")
  @Default.String("200ms")
  String getMinRunInterval();

  void setMinRunInterval(String minRunInterval);

  @Description(
      "How long a run may be in flight before the job ends with an error: something hangs.")
  @Default.String("10m")
  String getHangTimeout();

  void setHangTimeout(String hangTimeout);

  @Description(
      "How long a stopping job waits for the runs in flight before it leaves them to the next start;"
          + " and for those of partitions that go to another driver.")
  @Default.String("20s")
  String getStopGrace();

  void setStopGrace(String stopGrace);

  @Description(
      "How long the group waits for a silent driver before its partitions go to another one.")
  @Default.String("10s")
  String getSessionTimeout();

  void setSessionTimeout(String sessionTimeout);
}

package io.userstream.pipelines.store;

import io.userstream.io.cassandra.CassandraOptions;
import io.userstream.io.deadletters.DeadLetterOptions;
import io.userstream.io.kafka.GroupOptions;
import io.userstream.io.kafka.KafkaOptions;
import io.userstream.io.options.ConnectOptions;
import io.userstream.io.registry.RegistryOptions;
import io.userstream.pipelines.job.CheckFirstOptions;
import io.userstream.pipelines.job.LogOptions;
import io.userstream.pipelines.job.SparkJobOptions;
import io.userstream.pipelines.status.StatusOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The options of jobs that store records with the run loop. */
public interface LoopOptions
    extends KafkaOptions,
        DeadLetterOptions,
        GroupOptions,
        CassandraOptions,
        RegistryOptions,
        ConnectOptions,
        SparkJobOptions,
        CheckFirstOptions,
        StatusOptions,
        LogOptions {
  @Description(
      "How long a job that ends by itself waits for an open transaction, behind which records"
          + " cannot be read, before it fails.")
  @Default.String("15m")
  String getOpenTransactionTimeout();

  void setOpenTransactionTimeout(String openTransactionTimeout);

  @Description(
      "Maximum number of records in a run, over all partitions. By default, it grows with the"
          + " number of task slots: with 4 concurrent runs, 50000 for up to 6 slots, plus 25000 for"
          + " each 3 more. Runs start small and grow while they finish quickly.")
  Long getMaxRunRecords();

  void setMaxRunRecords(Long maxRunRecords);

  @Description("Maximum number of concurrent runs.")
  @Default.Integer(4)
  int getMaxRunsInFlight();

  void setMaxRunsInFlight(int maxRunsInFlight);

  @Description(
      "Minimum interval between two partial runs. Lower it for latency, raise it to save CPU.")
  @Default.String("150ms")
  String getMinRunInterval();

  void setMinRunInterval(String minRunInterval);

  @Description(
      "Maximum rate of all drivers of the group together, as records per second, minute or hour:"
          + " 500/s, 30000/min or 1000000/h. Each driver has the share of the partitions that it"
          + " owns. resume --maxRate sets one while drivers run; the lower one counts. No limit by"
          + " default.")
  String getMaxRate();

  void setMaxRate(String maxRate);

  @Description(
      "Latency of a small read in Cassandra above which the job runs less: fewer concurrent runs,"
          + " then smaller ones with pauses between them. Set it to what other users of the"
          + " database can accept.")
  @Default.String("500ms")
  String getMaxSinkLatency();

  void setMaxSinkLatency(String maxSinkLatency);

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

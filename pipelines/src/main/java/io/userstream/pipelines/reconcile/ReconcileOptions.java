package io.userstream.pipelines.reconcile;

import io.userstream.io.cassandra.CassandraOptions;
import io.userstream.io.deadletters.DeadLetterOptions;
import io.userstream.io.erasures.ErasureOptions;
import io.userstream.io.kafka.GroupOptions;
import io.userstream.io.kafka.KafkaOptions;
import io.userstream.io.options.ConnectOptions;
import io.userstream.io.postgres.RawStoreOptions;
import io.userstream.io.registry.RegistryOptions;
import io.userstream.pipelines.job.CheckFirstOptions;
import io.userstream.pipelines.job.LogOptions;
import io.userstream.pipelines.job.ResultOptions;
import io.userstream.pipelines.job.SparkJobOptions;
import io.userstream.pipelines.status.StatusOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The options of {@code userstream reconcile}. */
public interface ReconcileOptions
    extends KafkaOptions,
        DeadLetterOptions,
        GroupOptions,
        CassandraOptions,
        RegistryOptions,
        RawStoreOptions,
        ErasureOptions,
        ConnectOptions,
        SparkJobOptions,
        StatusOptions,
        CheckFirstOptions,
        ResultOptions,
        LogOptions {
  @Description("Maximum number of differences to print. All are counted.")
  @Default.Integer(20)
  int getMaxDifferences();

  void setMaxDifferences(int maxDifferences);

  @Description(
      "How long to wait, such as 5m, until the store has committed everything that is published,"
          + " and to compare again while users arrive. By default the comparison starts"
          + " immediately, and uncommitted records count as in flight.")
  String getSettleTimeout();

  void setSettleTimeout(String settleTimeout);

  @Description(
      "Fail if there are more dead letters than this: a number, or a percentage of published users"
          + " such as 10%. No limit by default.")
  String getMaxDead();

  void setMaxDead(String maxDead);

  @Description(
      "Fail if more rows of the raw store than this were never published. With --settleTimeout,"
          + " waits for them to be published. Needs --rawStore. No limit by default.")
  Long getMaxUnpublished();

  void setMaxUnpublished(Long maxUnpublished);

  @Description(
      "Repair differences: store records again whose rows or dead letters are missing or differ, and"
          + " publish rows of the raw store that are in no topic. Then compare again.")
  boolean getRepair();

  void setRepair(boolean repair);

  @Description("With --repair: print what would be repaired, and change nothing.")
  boolean getDryRun();

  void setDryRun(boolean dryRun);

  @Description(
      "Compare again at this interval, such as 10m, without end. The first look compares everything,"
          + " and each later one only what the store has committed since. Cannot be combined with"
          + " --rawStore, --repair and --settleTimeout.")
  String getEvery();

  void setEvery(String every);
}

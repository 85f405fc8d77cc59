package io.userstream.pipelines.reconcile;

import io.userstream.io.cassandra.CassandraOptions;
import io.userstream.io.kafka.GroupOptions;
import io.userstream.io.kafka.KafkaOptions;
import io.userstream.io.options.ConnectOptions;
import io.userstream.io.postgres.RawStoreOptions;
import io.userstream.io.registry.RegistryOptions;
import io.userstream.pipelines.job.LogOptions;
import io.userstream.pipelines.job.ResultOptions;
import io.userstream.pipelines.job.SparkJobOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The options of {@code userstream reconcile}. */
public interface ReconcileOptions
    extends KafkaOptions,
        GroupOptions,
        CassandraOptions,
        RegistryOptions,
        RawStoreOptions,
        ConnectOptions,
        SparkJobOptions,
        ResultOptions,
        LogOptions {
  @Description("How many differences are printed at the most; all are counted.")
  @Default.Integer(20)
  int getMaxDifferences();

  void setMaxDifferences(int maxDifferences);

  @Description(
      "How long to wait until the store has committed what is published, as in 5m, before anything is compared; and to"
          + " compare again while users are published in the meantime. By default what is not committed counts as in"
          + " flight, and is compared at once.")
  String getSettleTimeout();

  void setSettleTimeout(String settleTimeout);

  @Description(
      "Fail when there are more dead letters than this: a number, or a percentage of what is published, as in 10%."
          + " By default there is no limit.")
  String getMaxDead();

  void setMaxDead(String maxDead);

  @Description(
      "Fail when more rows of the raw store than this were never published, as in 0. With --settleTimeout the rows have"
          + " until then to be published. By default there is no limit. Needs --rawStore.")
  Long getMaxUnpublished();

  void setMaxUnpublished(Long maxUnpublished);
}

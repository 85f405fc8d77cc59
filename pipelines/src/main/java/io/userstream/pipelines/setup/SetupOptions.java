package io.userstream.pipelines.setup;

import io.userstream.io.cassandra.CassandraOptions;
import io.userstream.io.erasures.ErasureOptions;
import io.userstream.io.kafka.KafkaOptions;
import io.userstream.io.options.ConnectOptions;
import io.userstream.io.postgres.RawStoreOptions;
import io.userstream.io.registry.RegistryOptions;
import io.userstream.pipelines.job.LogOptions;
import javax.annotation.Nullable;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The options of {@code userstream setup}. */
public interface SetupOptions
    extends KafkaOptions,
        CassandraOptions,
        RegistryOptions,
        RawStoreOptions,
        ErasureOptions,
        ConnectOptions,
        LogOptions {
  @Description("Number of partitions of new topics. Existing topics keep theirs.")
  @Default.Integer(6)
  int getPartitions();

  void setPartitions(int partitions);

  @Description("Number of brokers that store each partition of new topics.")
  @Default.Integer(1)
  int getReplicationFactor();

  void setReplicationFactor(int replicationFactor);

  @Description(
      "Number of replicas that must have a record before it is acknowledged (min.insync.replicas)."
          + " Defaults to replicationFactor - 1 for a replication factor of 3 or more, and to the"
          + " broker's setting below that.")
  @Nullable
  Integer getMinInsyncReplicas();

  void setMinInsyncReplicas(@Nullable Integer minInsyncReplicas);

  @Description(
      "Replication of a new keyspace: a number (SimpleStrategy), or a number per data center such"
          + " as dc1:3,dc2:3 (NetworkTopologyStrategy).")
  @Default.String("1")
  String getCassandraReplication();

  void setCassandraReplication(String cassandraReplication);

  @Description(
      "Print what would be created, altered or registered, with the statements for Cassandra, and"
          + " change nothing.")
  boolean isDryRun();

  void setDryRun(boolean dryRun);
}

package io.userstream.pipelines.setup;

import io.userstream.io.cassandra.CassandraOptions;
import io.userstream.io.kafka.KafkaOptions;
import io.userstream.io.options.ConnectOptions;
import io.userstream.io.postgres.RawStoreOptions;
import io.userstream.io.registry.RegistryOptions;
import io.userstream.pipelines.job.LogOptions;
import javax.annotation.Nullable;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** What {@code setup} creates where, and of what size. */
public interface SetupOptions
    extends KafkaOptions,
        CassandraOptions,
        RegistryOptions,
        RawStoreOptions,
        ConnectOptions,
        LogOptions {
  @Description("Partitions of a topic that is created; one that is there keeps its own.")
  @Default.Integer(6)
  int getPartitions();

  void setPartitions(int partitions);

  @Description("Brokers that keep a copy of each partition of a topic that is created.")
  @Default.Integer(1)
  int getReplicationFactor();

  void setReplicationFactor(int replicationFactor);

  @Description(
      "Replicas that must have a record before it is acknowledged (min.insync.replicas). Defaults to"
          + " replicationFactor - 1 for a replication factor of 3 or more, and to the broker's"
          + " setting below that.")
  @Nullable
  Integer getMinInsyncReplicas();

  void setMinInsyncReplicas(@Nullable Integer minInsyncReplicas);

  @Description(
      "Copies of each row in a keyspace that is created: a number (SimpleStrategy), or a number for"
          + " each data centre as in dc1:3,dc2:3 (NetworkTopologyStrategy).")
  @Default.String("1")
  String getCassandraReplication();

  void setCassandraReplication(String cassandraReplication);

  @Description(
      "Change nothing: print what would be created, altered or registered, with the statements for"
          + " Cassandra.")
  boolean isDryRun();

  void setDryRun(boolean dryRun);
}

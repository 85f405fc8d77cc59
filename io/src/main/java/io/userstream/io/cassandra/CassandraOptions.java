package io.userstream.io.cassandra;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Where Cassandra is, how to log in, and the name of the table. */
public interface CassandraOptions extends PipelineOptions {
  @Description(
      "Cassandra contact points, host names or addresses, separated by commas; by default localhost.")
  List<String> getCassandraHosts();

  void setCassandraHosts(List<String> cassandraHosts);

  @Description("Port of Cassandra's native protocol, the same on every contact point.")
  @Default.Integer(9042)
  int getCassandraPort();

  void setCassandraPort(int cassandraPort);

  @Description("Keyspace of the users' table.")
  @Default.String("spark_streams")
  String getCassandraKeyspace();

  void setCassandraKeyspace(String cassandraKeyspace);

  @Description("Table of the users.")
  @Default.String("created_users")
  String getCassandraTable();

  void setCassandraTable(String cassandraTable);

  @Description("User name for Cassandra; none by default.")
  String getCassandraUsername();

  void setCassandraUsername(String cassandraUsername);

  @Description("Password for Cassandra, by reference: env:NAME or file:PATH.")
  String getCassandraPassword();

  void setCassandraPassword(String cassandraPassword);

  @Description("Data centre whose nodes are asked; by default that of the first contact point.")
  String getCassandraLocalDc();

  void setCassandraLocalDc(String cassandraLocalDc);

  @Description("Consistency level of reads and writes.")
  @Default.String("LOCAL_QUORUM")
  String getCassandraConsistency();

  void setCassandraConsistency(String cassandraConsistency);
}

package io.userstream.io.cassandra;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Options for the connection to Cassandra and the users' table. */
public interface CassandraOptions extends PipelineOptions {
  @Description(
      "Cassandra contact points: comma-separated host names or addresses. Defaults to localhost.")
  List<String> getCassandraHosts();

  void setCassandraHosts(List<String> cassandraHosts);

  @Description("Port of Cassandra's native protocol on every contact point.")
  @Default.Integer(9042)
  int getCassandraPort();

  void setCassandraPort(int cassandraPort);

  @Description("Keyspace of the users table.")
  @Default.String("spark_streams")
  String getCassandraKeyspace();

  void setCassandraKeyspace(String cassandraKeyspace);

  @Description("Name of the users table.")
  @Default.String("created_users")
  String getCassandraTable();

  void setCassandraTable(String cassandraTable);

  @Description("User name for Cassandra. Not set by default.")
  String getCassandraUsername();

  void setCassandraUsername(String cassandraUsername);

  @Description("Password for Cassandra, as a reference: env:NAME or file:PATH.")
  String getCassandraPassword();

  void setCassandraPassword(String cassandraPassword);

  @Description("Local data center. Defaults to the data center of the first contact point.")
  String getCassandraLocalDc();

  void setCassandraLocalDc(String cassandraLocalDc);

  @Description("Consistency level for reads and writes.")
  @Default.String("LOCAL_QUORUM")
  String getCassandraConsistency();

  void setCassandraConsistency(String cassandraConsistency);

  @Description("Whether to use TLS for Cassandra. Implied by the following options.")
  Boolean getCassandraTls();

  void setCassandraTls(Boolean cassandraTls);

  @Description(
      "Certificates of the authorities that issue the certificate of Cassandra, as a reference"
          + " (file:PATH or env:NAME) to PEM text or a key store. Defaults to those that Java"
          + " trusts.")
  String getCassandraTlsTrust();

  void setCassandraTlsTrust(String cassandraTlsTrust);

  @Description("Reference to the password of the trust store.")
  String getCassandraTlsTrustPassword();

  void setCassandraTlsTrustPassword(String cassandraTlsTrustPassword);

  @Description(
      "Certificate of this client with its chain and private key (PKCS#8), as a reference to PEM"
          + " text or a key store. Defaults to none.")
  String getCassandraTlsKey();

  void setCassandraTlsKey(String cassandraTlsKey);

  @Description("Reference to the password of the key store or of the PEM key.")
  String getCassandraTlsKeyPassword();

  void setCassandraTlsKeyPassword(String cassandraTlsKeyPassword);

  @Description("Whether the certificate of Cassandra must be issued for its host name.")
  @Default.Boolean(true)
  Boolean getCassandraTlsVerifyHost();

  void setCassandraTlsVerifyHost(Boolean cassandraTlsVerifyHost);
}

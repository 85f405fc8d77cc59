package io.userstream.io.postgres;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Options for the connection to the raw store. */
public interface RawStoreOptions extends PipelineOptions {
  @Description(
      "JDBC address of the raw store, a PostgreSQL database, such as"
          + " jdbc:postgresql://localhost:5432/userstream. By default, raw users are not stored.")
  String getRawStore();

  void setRawStore(String rawStore);

  @Description("User name for PostgreSQL.")
  String getRawStoreUsername();

  void setRawStoreUsername(String rawStoreUsername);

  @Description("Password for PostgreSQL, as a reference: env:NAME or file:PATH.")
  String getRawStorePassword();

  void setRawStorePassword(String rawStorePassword);

  @Description(
      "Certificates of the authorities that issue the certificate of PostgreSQL, as a reference"
          + " (file:PATH or env:NAME) to PEM text or a key store. Defaults to those that Java"
          + " trusts.")
  String getRawStoreTlsTrust();

  void setRawStoreTlsTrust(String rawStoreTlsTrust);

  @Description("Reference to the password of the trust store.")
  String getRawStoreTlsTrustPassword();

  void setRawStoreTlsTrustPassword(String rawStoreTlsTrustPassword);

  @Description(
      "Certificate of this client with its chain and private key (PKCS#8), as a reference to PEM"
          + " text or a key store. Defaults to none.")
  String getRawStoreTlsKey();

  void setRawStoreTlsKey(String rawStoreTlsKey);

  @Description("Reference to the password of the key store or of the PEM key.")
  String getRawStoreTlsKeyPassword();

  void setRawStoreTlsKeyPassword(String rawStoreTlsKeyPassword);

  @Description("Whether the certificate of PostgreSQL must be issued for its host name.")
  @Default.Boolean(true)
  Boolean getRawStoreTlsVerifyHost();

  void setRawStoreTlsVerifyHost(Boolean rawStoreTlsVerifyHost);
}

package io.userstream.io.registry;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Options for the connection to the schema registry. */
public interface RegistryOptions extends PipelineOptions {
  @Description(
      "Address of the schema registry's Confluent API, such as http://localhost:8081, or for"
          + " Apicurio http://localhost:8080/apis/ccompat/v7. If set, records are Avro. Otherwise"
          + " they are JSON.")
  String getSchemaRegistry();

  void setSchemaRegistry(String schemaRegistry);

  @Description("User name for the schema registry (HTTP basic authentication). Not set by default.")
  String getSchemaRegistryUsername();

  void setSchemaRegistryUsername(String schemaRegistryUsername);

  @Description("Password for the schema registry, as a reference: env:NAME or file:PATH.")
  String getSchemaRegistryPassword();

  void setSchemaRegistryPassword(String schemaRegistryPassword);

  @Description(
      "Bearer token for the schema registry, as a reference: env:NAME or file:PATH. Replaces user"
          + " name and password.")
  String getSchemaRegistryToken();

  void setSchemaRegistryToken(String schemaRegistryToken);

  @Description(
      "Whether a password or token of the schema registry may be sent without TLS to another"
          + " machine.")
  boolean getAllowInsecure();

  void setAllowInsecure(boolean allowInsecure);

  @Description(
      "Certificates of the authorities that issue the certificate of the schema registry, as a"
          + " reference (file:PATH or env:NAME) to PEM text or a key store. Defaults to those that"
          + " Java trusts.")
  String getSchemaRegistryTlsTrust();

  void setSchemaRegistryTlsTrust(String schemaRegistryTlsTrust);

  @Description("Reference to the password of the trust store.")
  String getSchemaRegistryTlsTrustPassword();

  void setSchemaRegistryTlsTrustPassword(String schemaRegistryTlsTrustPassword);

  @Description(
      "Certificate of this client with its chain and private key (PKCS#8), as a reference to PEM"
          + " text or a key store. Defaults to none.")
  String getSchemaRegistryTlsKey();

  void setSchemaRegistryTlsKey(String schemaRegistryTlsKey);

  @Description("Reference to the password of the key store or of the PEM key.")
  String getSchemaRegistryTlsKeyPassword();

  void setSchemaRegistryTlsKeyPassword(String schemaRegistryTlsKeyPassword);

  @Description("Whether the certificate of the schema registry must be issued for its host name.")
  @Default.Boolean(true)
  Boolean getSchemaRegistryTlsVerifyHost();

  void setSchemaRegistryTlsVerifyHost(Boolean schemaRegistryTlsVerifyHost);

  @Description(
      "How long to retry the lookup of an unknown schema, which another node of the registry may"
          + " have just registered. Then its records are rejected as unknown-schema. 0s disables"
          + " the retry.")
  @Default.String("10s")
  String getSchemaLookupTimeout();

  void setSchemaLookupTimeout(String schemaLookupTimeout);
}

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
      "How long to retry the lookup of an unknown schema, which another node of the registry may"
          + " have just registered. Then its records are rejected as unknown-schema. 0s disables"
          + " the retry.")
  @Default.String("10s")
  String getSchemaLookupTimeout();

  void setSchemaLookupTimeout(String schemaLookupTimeout);
}

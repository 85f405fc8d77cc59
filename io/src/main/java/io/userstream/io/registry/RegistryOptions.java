package io.userstream.io.registry;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Where the schema registry is, if there is one, and how to log in. */
public interface RegistryOptions extends PipelineOptions {
  @Description(
      "Address of the schema registry's Confluent API, as in http://localhost:8081 or, of Apicurio,"
          + " http://localhost:8080/apis/ccompat/v7. With it users are written as Avro and Avro is read; without, they"
          + " are JSON.")
  String getSchemaRegistry();

  void setSchemaRegistry(String schemaRegistry);

  @Description("User name for the schema registry (HTTP basic authentication); none by default.")
  String getSchemaRegistryUsername();

  void setSchemaRegistryUsername(String schemaRegistryUsername);

  @Description("Password for the schema registry, by reference: env:NAME or file:PATH.")
  String getSchemaRegistryPassword();

  void setSchemaRegistryPassword(String schemaRegistryPassword);

  @Description(
      "How long to ask again for a schema that the registry does not know before records with it count as unknown-schema."
          + " Another node of the registry may have registered it a moment ago. 0s disables the retry.")
  @Default.String("10s")
  String getSchemaLookupTimeout();

  void setSchemaLookupTimeout(String schemaLookupTimeout);
}

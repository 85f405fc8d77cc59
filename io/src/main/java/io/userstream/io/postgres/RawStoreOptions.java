package io.userstream.io.postgres;

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
}

package io.userstream.io.postgres;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Where the raw users are kept, if they are, and how to log in. */
public interface RawStoreOptions extends PipelineOptions {
  @Description(
      "Address of the PostgreSQL database with the table raw_users, as in"
          + " jdbc:postgresql://localhost:5432/userstream; by default raw users are not kept.")
  String getRawStore();

  void setRawStore(String rawStore);

  @Description("User name for PostgreSQL.")
  String getRawStoreUsername();

  void setRawStoreUsername(String rawStoreUsername);

  @Description("Password for PostgreSQL, by reference: env:NAME or file:PATH.")
  String getRawStorePassword();

  void setRawStorePassword(String rawStorePassword);
}

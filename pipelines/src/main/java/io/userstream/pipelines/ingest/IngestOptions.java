package io.userstream.pipelines.ingest;

import io.userstream.io.kafka.KafkaOptions;
import io.userstream.io.options.ConnectOptions;
import io.userstream.io.postgres.RawStoreOptions;
import io.userstream.io.randomuser.ApiOptions;
import io.userstream.io.registry.RegistryOptions;
import io.userstream.pipelines.job.LogOptions;
import io.userstream.pipelines.job.ResultOptions;
import io.userstream.pipelines.job.SparkJobOptions;
import io.userstream.pipelines.status.StatusOptions;
import org.apache.beam.sdk.options.Description;

/** The options of {@code userstream ingest}. */
public interface IngestOptions
    extends ApiOptions,
        KafkaOptions,
        RegistryOptions,
        RawStoreOptions,
        ConnectOptions,
        SparkJobOptions,
        StatusOptions,
        ResultOptions,
        LogOptions {
  @Description("Users to ingest; by default 5000, or without end when --every is given.")
  Long getUsers();

  void setUsers(Long users);

  @Description(
      "Seed of the users: the same seed and the same filters bring the same users under the same"
          + " ids. Must not have exactly 18 characters, which the API reads as 16 characters and a"
          + " nationality. By default a random one, which is logged.")
  String getSeed();

  void setSeed(String seed);

  @Description(
      "Fetch one page in each such time, as in 10s, and do not end; by default pages are fetched in"
          + " parallel, as fast as they come. With --seed and --rawStore a restart continues where"
          + " the last run stopped; otherwise it starts at page 1.")
  String getEvery();

  void setEvery(String every);
}

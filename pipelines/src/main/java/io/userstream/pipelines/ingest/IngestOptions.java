package io.userstream.pipelines.ingest;

import io.userstream.io.deadletters.DeadLetterOptions;
import io.userstream.io.erasures.ErasureOptions;
import io.userstream.io.kafka.KafkaOptions;
import io.userstream.io.options.ConnectOptions;
import io.userstream.io.postgres.RawStoreOptions;
import io.userstream.io.randomuser.ApiOptions;
import io.userstream.io.registry.RegistryOptions;
import io.userstream.pipelines.job.CheckFirstOptions;
import io.userstream.pipelines.job.LogOptions;
import io.userstream.pipelines.job.ResultOptions;
import io.userstream.pipelines.job.SparkJobOptions;
import io.userstream.pipelines.status.StatusOptions;
import org.apache.beam.sdk.options.Description;

/** The options of {@code userstream ingest}. */
public interface IngestOptions
    extends ApiOptions,
        KafkaOptions,
        DeadLetterOptions,
        RegistryOptions,
        RawStoreOptions,
        ErasureOptions,
        ConnectOptions,
        SparkJobOptions,
        CheckFirstOptions,
        StatusOptions,
        ResultOptions,
        LogOptions {
  @Description("Number of users to ingest. Defaults to 5000, or to no limit with --every.")
  Long getUsers();

  void setUsers(Long users);

  @Description(
      "Seed of the users: the same seed and the same filters return the same users with the same"
          + " ids. Must not have exactly 18 characters, because the API reads the last two as a"
          + " nationality. Defaults to a random seed, which is logged.")
  String getSeed();

  void setSeed(String seed);

  @Description(
      "Fetch one page per interval, such as 10s, without end. By default pages are fetched in"
          + " parallel, as fast as possible. With --seed and --rawStore a restart continues where"
          + " the last run stopped; otherwise it starts at page 1.")
  String getEvery();

  void setEvery(String every);
}

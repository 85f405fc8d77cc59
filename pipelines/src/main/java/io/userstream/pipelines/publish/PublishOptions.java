package io.userstream.pipelines.publish;

import io.userstream.io.kafka.KafkaOptions;
import io.userstream.io.options.ConnectOptions;
import io.userstream.io.postgres.RawStoreOptions;
import io.userstream.io.registry.RegistryOptions;
import io.userstream.pipelines.job.LogOptions;
import io.userstream.pipelines.job.SparkJobOptions;
import org.apache.beam.sdk.options.Description;

/** The options of {@code userstream publish}. */
public interface PublishOptions
    extends RawStoreOptions,
        KafkaOptions,
        RegistryOptions,
        ConnectOptions,
        SparkJobOptions,
        LogOptions {
  @Description(
      "Publish again the users of this seed. With none of --seed, --fetchedFrom and --fetchedTo, what was never published is.")
  String getSeed();

  void setSeed(String seed);

  @Description(
      "Publish again users that were fetched at this moment or later, as in 2026-11-21T00:00:00Z.")
  String getFetchedFrom();

  void setFetchedFrom(String fetchedFrom);

  @Description("Publish again users that were fetched before this moment.")
  String getFetchedTo();

  void setFetchedTo(String fetchedTo);

  @Description(
      "Go on with a replay that was cut off: leave out what was published at this moment or later. By default the start of this run, which is logged.")
  String getPublishedBefore();

  void setPublishedBefore(String publishedBefore);
}

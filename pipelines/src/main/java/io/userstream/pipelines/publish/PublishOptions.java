package io.userstream.pipelines.publish;

import io.userstream.io.deadletters.DeadLetterOptions;
import io.userstream.io.erasures.ErasureOptions;
import io.userstream.io.kafka.KafkaOptions;
import io.userstream.io.options.ConnectOptions;
import io.userstream.io.postgres.RawStoreOptions;
import io.userstream.io.registry.RegistryOptions;
import io.userstream.pipelines.job.CheckFirstOptions;
import io.userstream.pipelines.job.LogOptions;
import io.userstream.pipelines.job.SparkJobOptions;
import org.apache.beam.sdk.options.Description;

/** The options of {@code userstream publish}. */
public interface PublishOptions
    extends RawStoreOptions,
        KafkaOptions,
        DeadLetterOptions,
        RegistryOptions,
        ErasureOptions,
        ConnectOptions,
        SparkJobOptions,
        CheckFirstOptions,
        LogOptions {
  @Description(
      "Publish the users of this seed again. Without --seed, --fetchedFrom and --fetchedTo,"
          + " publishes users that were never published.")
  String getSeed();

  void setSeed(String seed);

  @Description(
      "Publish users again that were fetched at or after this instant, such as"
          + " 2026-11-21T00:00:00Z.")
  String getFetchedFrom();

  void setFetchedFrom(String fetchedFrom);

  @Description("Publish users again that were fetched before this instant.")
  String getFetchedTo();

  void setFetchedTo(String fetchedTo);

  @Description(
      "Continue an interrupted replay: skip users that were published at or after this instant."
          + " Defaults to the start of this run, which is logged.")
  String getPublishedBefore();

  void setPublishedBefore(String publishedBefore);
}

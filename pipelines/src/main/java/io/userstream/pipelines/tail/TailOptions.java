package io.userstream.pipelines.tail;

import io.userstream.io.kafka.KafkaOptions;
import io.userstream.io.options.ConnectOptions;
import io.userstream.io.registry.RegistryOptions;
import io.userstream.pipelines.job.LogOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The options of {@code userstream tail}. */
public interface TailOptions extends KafkaOptions, RegistryOptions, ConnectOptions, LogOptions {
  @Description("Go on with what comes, until Ctrl-C; by default end with what is there.")
  boolean isFollow();

  void setFollow(boolean follow);

  @Description(
      "Where to begin: beginning, end, an instant as in 2026-11-21T12:00:00Z, or how long ago, as in 10m.")
  @Default.String("beginning")
  String getFrom();

  void setFrom(String from);

  @Description("Show the dead letters, each with its origin and the reason.")
  boolean isDlq();

  void setDlq(boolean dlq);

  @Description(
      "Show names, addresses and whatever else is personal, and of records that are no users the values; by default"
          + " *** stands for them.")
  boolean isShowPersonalData();

  void setShowPersonalData(boolean showPersonalData);
}

package io.userstream.pipelines.tail;

import io.userstream.io.deadletters.DeadLetterOptions;
import io.userstream.io.kafka.KafkaOptions;
import io.userstream.io.options.ConnectOptions;
import io.userstream.io.registry.RegistryOptions;
import io.userstream.pipelines.job.LogOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The options of {@code userstream tail}. */
public interface TailOptions
    extends KafkaOptions, DeadLetterOptions, RegistryOptions, ConnectOptions, LogOptions {
  @Description(
      "Keep printing new records until Ctrl-C. By default tail ends after the existing records.")
  boolean isFollow();

  void setFollow(boolean follow);

  @Description(
      "Where to start: beginning, end, an instant such as 2026-11-21T12:00:00Z, or an age such as"
          + " 10m.")
  @Default.String("beginning")
  String getFrom();

  void setFrom(String from);

  @Description("Print the dead letters with their origins and reasons.")
  boolean isDlq();

  void setDlq(boolean dlq);

  @Description(
      "Print personal data, and the values of records that are not users. By default personal data"
          + " is masked as ***.")
  boolean isShowPersonalData();

  void setShowPersonalData(boolean showPersonalData);
}

package io.userstream.pipelines.control;

import io.userstream.io.kafka.GroupOptions;
import io.userstream.io.kafka.KafkaOptions;
import io.userstream.io.options.ConnectOptions;
import io.userstream.pipelines.job.LogOptions;
import io.userstream.pipelines.job.ResultOptions;
import org.apache.beam.sdk.options.Description;

/** The options that {@code pause} and {@code resume} share. */
public interface ControlOptions
    extends KafkaOptions, GroupOptions, ConnectOptions, ResultOptions, LogOptions {
  @Description("Print the state of the group and what would be ordered, and change nothing.")
  boolean getDryRun();

  void setDryRun(boolean dryRun);
}

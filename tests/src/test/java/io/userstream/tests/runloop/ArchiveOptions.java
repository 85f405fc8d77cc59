package io.userstream.tests.runloop;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** The options of {@link ArchiveTopic}. */
public interface ArchiveOptions extends PipelineOptions {
  @Validation.Required
  String getBootstrapServers();

  void setBootstrapServers(String bootstrapServers);

  @Default.String("orders")
  String getTopic();

  void setTopic(String topic);

  @Default.String("orders-archive")
  String getArchive();

  void setArchive(String archive);

  @Default.String("archive-orders")
  String getGroup();

  void setGroup(String group);

  @Default.Long(20_000)
  long getMaxRunRecords();

  void setMaxRunRecords(long maxRunRecords);

  boolean getUntilDrained();

  void setUntilDrained(boolean untilDrained);
}

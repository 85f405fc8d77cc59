package io.userstream.io.kafka;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Options for the consumer group whose committed offsets are the progress of the store. */
public interface GroupOptions extends PipelineOptions {
  @Description(
      "Consumer group of the store. Its committed offsets are the only state of the store.")
  @Default.String("userstream-store")
  String getGroup();

  void setGroup(String group);
}

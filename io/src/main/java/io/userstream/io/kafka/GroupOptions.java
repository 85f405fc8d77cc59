package io.userstream.io.kafka;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The consumer group whose committed offsets say how far the store has come. */
public interface GroupOptions extends PipelineOptions {
  @Description(
      "Consumer group of the store; its committed offsets are all that the store remembers.")
  @Default.String("userstream-store")
  String getGroup();

  void setGroup(String group);
}

package io.userstream.io.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The option for how long a job waits for servers that are down. */
public interface ConnectOptions extends PipelineOptions {
  @Description(
      "How long to wait at startup for a server that does not respond, such as 500ms, 90s, 5m or"
          + " 1h.")
  @Default.String("60s")
  String getConnectTimeout();

  void setConnectTimeout(String connectTimeout);
}

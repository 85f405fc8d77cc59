package io.userstream.io.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** How long to wait for servers that are not there. */
public interface ConnectOptions extends PipelineOptions {
  @Description(
      "How long to wait at the start for a server that does not answer, as in 500ms, 90s, 5m or 1h.")
  @Default.String("60s")
  String getConnectTimeout();

  void setConnectTimeout(String connectTimeout);
}

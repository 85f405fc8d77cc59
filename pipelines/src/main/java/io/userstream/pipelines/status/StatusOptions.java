package io.userstream.pipelines.status;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The options of the status page. */
public interface StatusOptions extends PipelineOptions {
  @Description(
      "Serve the status page, /metrics, /livez and /readyz at this [host:]port. Listens on"
          + " 127.0.0.1 unless you name a host; port 0 picks a free port. Not served by default.")
  String getStatusAddress();

  void setStatusAddress(String statusAddress);
}

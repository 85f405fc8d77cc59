package io.userstream.pipelines.status;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Where a job shows how it stands. */
public interface StatusOptions extends PipelineOptions {
  @Description(
      "Where to serve the status page, /metrics, /livez and /readyz, as [host:]port: this machine alone unless a host is"
          + " given, a free port if it is 0. Not served by default.")
  String getStatusAddress();

  void setStatusAddress(String statusAddress);
}

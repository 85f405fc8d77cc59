package io.userstream.pipelines.job;

import io.userstream.io.options.OneOf;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The options of the log. */
public interface LogOptions extends PipelineOptions {
  @Description(
      "Log format: text, or json for one object per line (Elastic Common Schema), with one line per"
          + " run.")
  @Default.String("text")
  @OneOf(LogFormat.class)
  String getLogFormat();

  void setLogFormat(String logFormat);
}

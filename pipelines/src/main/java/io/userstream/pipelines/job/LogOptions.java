package io.userstream.pipelines.job;

import io.userstream.io.options.OneOf;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** How a command writes what it has to say on stderr. */
public interface LogOptions extends PipelineOptions {
  @Description(
      "Form of the log: text, for people; or json, one object a line (Elastic Common Schema), with a line for each run.")
  @Default.String("text")
  @OneOf(LogFormat.class)
  String getLogFormat();

  void setLogFormat(String logFormat);
}

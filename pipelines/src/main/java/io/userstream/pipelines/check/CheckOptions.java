package io.userstream.pipelines.check;

import io.userstream.io.options.OneOf;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The options of {@code userstream check}. Those of the checked command are added to them. */
public interface CheckOptions extends PipelineOptions {
  @Description(
      "Command to check. Required. Its options follow, as in --for=store --topic=users. The check"
          + " changes nothing, and takes less than 10 seconds.")
  @OneOf(CheckedCommand.class)
  String getFor();

  void setFor(String checked);

  @Description("Format of the report: text, or json for one object.")
  @Default.String("text")
  @OneOf(ReportFormat.class)
  String getFormat();

  void setFormat(String format);
}

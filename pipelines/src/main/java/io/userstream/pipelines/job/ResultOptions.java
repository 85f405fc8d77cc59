package io.userstream.pipelines.job;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The options of the result file. */
public interface ResultOptions extends PipelineOptions {
  @Description(
      "File that receives the counts as one JSON object at the end, for a scheduler. Not written by"
          + " default.")
  String getResultFile();

  void setResultFile(String resultFile);
}

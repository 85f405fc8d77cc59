package io.userstream.pipelines.job;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Where a job leaves its counts for the program that started it. */
public interface ResultOptions extends PipelineOptions {
  @Description(
      "File to which the counts are written at the end, as one JSON object, for a scheduler to read; none by default.")
  String getResultFile();

  void setResultFile(String resultFile);
}

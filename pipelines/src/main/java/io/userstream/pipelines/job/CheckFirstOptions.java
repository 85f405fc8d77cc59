package io.userstream.pipelines.job;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The option of jobs that check what they need before they start. */
public interface CheckFirstOptions extends PipelineOptions {
  @Description(
      "First check everything that the command needs, like check --for=COMMAND, without waiting"
          + " for servers. Prints the report to stderr, and exits with code 1 if there is an error.")
  boolean getCheckFirst();

  void setCheckFirst(boolean checkFirst);
}

package io.userstream.pipelines.store;

import io.userstream.io.erasures.ErasureOptions;
import io.userstream.pipelines.job.ResultOptions;
import org.apache.beam.sdk.options.Description;

/** The options of jobs that store a part of the topic and end. */
public interface PartOptions extends LoopOptions, ErasureOptions, ResultOptions {
  @Description("Print what would be done, and change nothing.")
  boolean getDryRun();

  void setDryRun(boolean dryRun);
}

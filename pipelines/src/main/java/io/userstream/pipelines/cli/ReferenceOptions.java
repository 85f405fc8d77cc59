package io.userstream.pipelines.cli;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The options of {@code userstream options}. */
public interface ReferenceOptions extends PipelineOptions {
  @Description(
      "Shows the values that a command would run with, and where each came from; secrets are"
          + " hidden. The command's options follow, as in --show=store --topic=users.")
  String getShow();

  void setShow(String show);
}

package io.userstream.pipelines.control;

import org.apache.beam.sdk.options.Description;

/** The options of {@code userstream resume}. */
public interface ResumeOptions extends ControlOptions {
  @Description(
      "Maximum rate of all drivers together from now on, such as 500/s, 30000/min or 1000000/h; none"
          + " removes it. By default, the rate stays as it is.")
  String getMaxRate();

  void setMaxRate(String maxRate);
}

package io.userstream.pipelines.control;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The options of {@code userstream pause}. */
public interface PauseOptions extends ControlOptions {
  @Description(
      "Why the group is paused, in one line without personal data. The log and the status page show"
          + " it.")
  String getReason();

  void setReason(String reason);

  @Description(
      "How long to wait until no run is in flight. The pause also counts if that takes longer, but"
          + " the exit code is 1. 0s does not wait.")
  @Default.String("2m")
  String getWait();

  void setWait(String wait);
}

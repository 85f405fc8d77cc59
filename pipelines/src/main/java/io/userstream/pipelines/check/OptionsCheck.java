package io.userstream.pipelines.check;

import io.userstream.pipelines.status.BuildLabels;
import io.userstream.runloop.runner.RunnerContext;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptions;

/** Reports the options, which are valid if a check runs at all, and the versions. */
final class OptionsCheck implements ServerCheck {
  private final Target target;
  private final PipelineOptions options;

  OptionsCheck(Target target, PipelineOptions options) {
    this.target = target;
    this.options = options;
  }

  @Override
  public Area area() {
    return Area.OPTIONS;
  }

  @Override
  public String subject() {
    return target.command().code();
  }

  @Override
  public void run(Findings findings) {
    findings.ok(subject(), "all options are valid");
    Map<String, String> labels = BuildLabels.of(subject(), options.getRunner().getSimpleName());
    findings.ok(
        "versions",
        "userstream "
            + labels.get("version")
            + ", Beam "
            + labels.get("beam")
            + ", Java "
            + labels.get("java"));
    JavaVersion.check(Runtime.version().feature(), RunnerContext.isSpark(options), findings);
  }
}

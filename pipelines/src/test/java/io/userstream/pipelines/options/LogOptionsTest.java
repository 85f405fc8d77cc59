package io.userstream.pipelines.options;

import static io.userstream.pipelines.options.OptionDefaults.assertDefaults;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.Test;

public class LogOptionsTest {
  @Test
  public void everyDefaultIsPinned() {
    assertDefaults(LogOptions.class, Map.of("logFormat", "text"));
  }

  @Test
  public void thereAreTwoForms() {
    assertThat(problems("text"), is(empty()));
    assertThat(problems("json"), is(empty()));
    assertThat(problems("JSON"), contains("--logFormat=JSON: is neither text nor json"));
  }

  private static List<String> problems(String format) {
    return LogSettings.problems(
        PipelineOptionsFactory.fromArgs("--logFormat=" + format).as(LogOptions.class));
  }
}

package io.userstream.pipelines.options;

import static io.userstream.pipelines.options.OptionDefaults.assertDefaults;

import java.util.Map;
import org.junit.Test;

public class SparkJobOptionsTest {
  @Test
  public void everyDefaultIsPinned() {
    assertDefaults(SparkJobOptions.class, Map.of("executorTimeout", "60s"));
  }
}

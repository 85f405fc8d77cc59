package io.userstream.pipelines.store;

import static io.userstream.pipelines.options.OptionDefaults.assertDefaults;

import java.util.Map;
import org.junit.Test;

public class StoreOptionsTest {
  @Test
  public void everyDefaultIsPinned() {
    assertDefaults(
        StoreOptions.class,
        Map.of(
            "executorTimeout",
            "60s",
            "engine",
            "loop",
            "until",
            "stopped",
            "maxRunRecords",
            20_000L,
            "maxRunsInFlight",
            4,
            "minRunInterval",
            "300ms",
            "hangTimeout",
            "10m",
            "stopGrace",
            "20s",
            "sessionTimeout",
            "10s"));
  }
}

package io.userstream.pipelines.setup;

import static io.userstream.pipelines.options.OptionDefaults.assertDefaults;

import java.util.Map;
import org.junit.Test;

public class SetupOptionsTest {
  @Test
  public void everyDefaultIsPinned() {
    assertDefaults(
        SetupOptions.class,
        Map.of("partitions", 6, "replicationFactor", 1, "cassandraReplication", "1"));
  }
}

package io.userstream.pipelines.options;

import static io.userstream.pipelines.options.OptionDefaults.assertDefaults;

import java.util.Map;
import org.junit.Test;

public class ConnectOptionsTest {
  @Test
  public void everyDefaultIsPinned() {
    assertDefaults(ConnectOptions.class, Map.of("connectTimeout", "60s"));
  }
}

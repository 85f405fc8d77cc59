package io.userstream.pipelines.options;

import static io.userstream.pipelines.options.OptionDefaults.assertDefaults;

import java.util.Map;
import org.junit.Test;

public class GroupOptionsTest {
  @Test
  public void everyDefaultIsPinned() {
    assertDefaults(GroupOptions.class, Map.of("group", "userstream-store"));
  }
}

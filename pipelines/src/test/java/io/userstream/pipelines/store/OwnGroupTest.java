package io.userstream.pipelines.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.userstream.io.options.OptionReader;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.Test;

public class OwnGroupTest {
  private static final String GROUP = "g";

  @Test
  public void theSameWorkHasTheSameGroup() {
    assertThat(name("users", "t", "replay", "0:1-2"), is(name("users", "t", "replay", "0:1-2")));
    assertThat(name("users", "t", "replay", "0:1-2"), startsWith("g-replay-"));
  }

  @Test
  public void otherWorkHasAnotherGroup() {
    String group = name("users", "t", "replay", "0:1-2");

    assertThat(name("users", "t", "replay", "0:1-3"), is(not(group)));
    assertThat(name("users", "t2", "replay", "0:1-2"), is(not(group)));
    assertThat(name("users2", "t", "replay", "0:1-2"), is(not(group)));
    assertThat(name("users", "t", "redrive", "0:1-2"), is(not(group)));
  }

  private static String name(String topic, String table, String command, String selection) {
    StoreConfig config =
        StoreConfig.read(
            PipelineOptionsFactory.fromArgs(
                    "--topic=" + topic, "--cassandraTable=" + table, "--group=" + GROUP)
                .as(StoreOptions.class),
            new OptionReader());
    return OwnGroup.of(config, command, selection).name();
  }
}

package io.userstream.pipelines.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.userstream.io.kafka.SelectedOffsets;
import io.userstream.io.options.OptionReader;
import java.time.Instant;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.Test;

public class ReplaySelectionTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  private final OptionReader reader = new OptionReader();

  @Test
  public void durationsAreBeforeNow() {
    assertThat(read("--from=2h").from(), is(Instant.parse("2026-11-28T10:00:00Z")));
  }

  @Test
  public void timesHaveAnOffset() {
    assertThat(
        read("--to=2026-11-28T11:00:00+01:00").to(), is(Instant.parse("2026-11-28T10:00:00Z")));
    assertThat(reader.problems(), is(empty()));
  }

  @Test
  public void offsetsMayBeOpen() {
    assertThat(
        read("--offsets=0:100-200,3:50-").offsets(),
        is(Map.of(0, new SelectedOffsets(100, 200L), 3, new SelectedOffsets(50, null))));
  }

  @Test
  public void problemsAreReportedTogether() {
    read("--from=yesterday", "--offsets=0:5-5");
    assertThat(
        reader.problems(),
        contains(
            containsString("--from=yesterday: must be a time such as 2026-11-28T10:00:00Z"),
            containsString("--offsets=0:5-5: cannot be combined with --from or --to"),
            containsString("--offsets=0:5-5: must end after it begins: 0:5-5")));
  }

  @Test
  public void theEndComesLater() {
    read("--from=1h", "--to=2h");
    assertThat(reader.problems(), contains("--to=2h: must be later than --from=1h"));
  }

  @Test
  public void aPartitionIsNamedOnce() {
    read("--offsets=1:0-1,1:4-5");
    assertThat(
        reader.problems(),
        contains(containsString("--offsets=1:0-1,1:4-5: names partition 1 twice")));
  }

  private ReplaySelection read(String... options) {
    return ReplaySelection.read(
        PipelineOptionsFactory.fromArgs(options).as(ReplayOptions.class), NOW, reader);
  }
}

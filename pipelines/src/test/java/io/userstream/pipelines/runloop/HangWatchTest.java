package io.userstream.pipelines.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertThrows;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.junit.Test;

/** When a loop that cannot go on is ended. */
public class HangWatchTest {
  private static final Duration LONG = Duration.ofHours(1);

  /** Has passed by the time it is asked for. */
  private static final Duration PASSED = Duration.ofNanos(1);

  private Optional<String> engineFault = Optional.empty();

  @Test
  public void aFaultOfTheEngineEndsItAtOnce() {
    engineFault = Optional.of("no executor");

    RunLoopException ended = assertThrows(RunLoopException.class, () -> watch(LONG).check(0));

    assertThat(ended.getMessage(), containsString("no executor"));
  }

  @Test
  public void runsOfWhichNoneEndsEndIt() {
    HangWatch watch = watch(PASSED);

    RunLoopException ended = assertThrows(RunLoopException.class, () -> watch.check(3));

    assertThat(ended.getMessage(), containsString("3 runs are in flight, and none has ended"));
  }

  @Test
  public void runsThatEndInTimeAndAnIdleLoopGoOn() throws RunLoopException {
    watch(LONG).check(3);
    watch(PASSED).check(0);
  }

  private HangWatch watch(Duration timeout) {
    return new HangWatch(
        RunLoopConfig.builder()
            .setTopic("t")
            .setGroup("g")
            .setClientProperties(ImmutableMap.of("bootstrap.servers", "localhost:1"))
            .setHangTimeout(timeout)
            .setEngine(new Engine())
            .build());
  }

  private final class Engine implements RunEngine {
    @Override
    public PipelineResult.State execute(Run run, Pipeline pipeline) {
      throw new AssertionError("nothing is run here");
    }

    @Override
    public Optional<String> fault() {
      return engineFault;
    }
  }
}

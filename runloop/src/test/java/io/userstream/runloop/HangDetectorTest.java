package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertThrows;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class HangDetectorTest {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final ManualEngine engine = new ManualEngine();

  @Test
  public void aFaultOfTheEngineEndsTheLoop() {
    engine.fault = Optional.of("no executor");

    RunLoopException ended =
        assertThrows(RunLoopException.class, () -> watch().check(Duration.ZERO));

    assertThat(ended.getMessage(), containsString("no executor"));
  }

  @Test
  public void aHangingRunEndsTheLoop() {
    RunLoopException ended =
        assertThrows(RunLoopException.class, () -> watch().check(LIMIT.plusMillis(1)));

    assertThat(ended.getMessage(), containsString("in flight for more than 600 s"));
  }

  @Test
  public void runsThatEndInTimeAndIdleLoopsContinue() throws RunLoopException {
    watch().check(LIMIT);
    watch().check(Duration.ZERO);
  }

  private HangDetector watch() {
    return new HangDetector(
        RunLoopConfig.builder()
            .setTopic("t")
            .setGroup("g")
            .setClientProperties(Map.of("bootstrap.servers", "localhost:1"))
            .setHangTimeout(LIMIT)
            .setEngine(engine)
            .build());
  }
}

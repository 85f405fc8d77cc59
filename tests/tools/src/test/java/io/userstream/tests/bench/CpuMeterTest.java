package io.userstream.tests.bench;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.Assert.assertThrows;

import io.userstream.tests.stack.Await;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.Test;

public class CpuMeterTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final ProcessHandle SELF = ProcessHandle.current();

  @Test
  public void cpuTimeOfAThreadIsMeasured() {
    try (CpuMeter meter = CpuMeter.start(() -> Set.of(SELF))) {
      long burnt = 0;
      while (meter.used().toMillis() < 200) {
        burnt++;
      }
      assertThat(burnt, greaterThanOrEqualTo(1L));
    }
  }

  @Test
  public void cpuTimeBeforeTheStartIsExcluded() {
    Duration before = SELF.info().totalCpuDuration().orElseThrow();
    try (CpuMeter meter = CpuMeter.start(() -> Set.of(SELF))) {
      assertThat(meter.used(), lessThan(before));
    }
  }

  @Test
  public void endedProcessKeepsItsCpuTime() throws Exception {
    Supplier<Set<ProcessHandle>> children = () -> SELF.children().collect(Collectors.toSet());
    try (CpuMeter meter = CpuMeter.start(children)) {
      Process child = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
      try {
        Await.until(
            "the child has used half a second of CPU time",
            LIMIT,
            () -> child.info().totalCpuDuration().orElseThrow().toMillis() >= 500);
      } finally {
        child.destroyForcibly().waitFor();
      }
      assertThat(children.get().contains(child.toHandle()), is(false));
      assertThat(meter.used().toMillis(), greaterThanOrEqualTo(500L - CpuMeter.SAMPLE_MILLIS));
    }
  }

  @Test
  public void lastValueRemainsAfterTheClose() {
    CpuMeter meter = CpuMeter.start(() -> Set.of(SELF));
    meter.close();
    Duration used = meter.used();
    long start = System.nanoTime();
    while (System.nanoTime() - start < 50_000_000) {
      Thread.onSpinWait();
    }
    assertThat(meter.used(), is(used));
  }

  @Test
  public void failedSampleIsNotZero() {
    boolean[] fail = new boolean[1];
    try (CpuMeter meter =
        CpuMeter.start(
            () -> {
              if (fail[0]) {
                throw new IllegalStateException("gone");
              }
              return Set.of(SELF);
            })) {
      fail[0] = true;
      assertThrows(IllegalStateException.class, meter::used);
    }
  }
}

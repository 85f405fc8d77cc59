package io.userstream.runloop.runner;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import javax.management.ObjectName;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingStream;
import org.junit.After;
import org.junit.Test;

public class DriverCompilerTest {
  /** The level of code of C1 that C2 will not replace. The other levels of C1 are 2 and 3. */
  private static final int C1 = 1;

  private static final int C2 = 4;

  private static final long LIMIT_NANOS = Duration.ofSeconds(60).toNanos();

  private static volatile int result;

  @After
  public void letC2CompileAgain() throws Exception {
    Object unused =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "compilerDirectivesRemove",
                new Object[0],
                new String[0]);
  }

  @Test
  public void codeThatRunsOftenIsLeftToC1() {
    DriverCompiler.useC1Only();

    Set<Integer> lastLevels = new ConcurrentSkipListSet<>();
    try (RecordingStream events = new RecordingStream()) {
      events.enable("jdk.Compilation").withThreshold(Duration.ZERO);
      events.onEvent(
          "jdk.Compilation",
          event -> {
            RecordedMethod method = event.getValue("method");
            int level = event.getShort("compileLevel");
            if (method.getName().equals("oftenRun") && (level == C1 || level == C2)) {
              lastLevels.add(level);
            }
          });
      events.startAsync();
      long start = System.nanoTime();
      while (lastLevels.isEmpty() && System.nanoTime() - start < LIMIT_NANOS) {
        for (int i = 0; i < 10_000; i++) {
          result = oftenRun(i);
        }
      }
    }

    assertThat(lastLevels, contains(C1));
  }

  private static int oftenRun(int number) {
    int sum = 0;
    for (int i = 0; i < 100; i++) {
      sum += (number * 31 + i) % 7;
    }
    return sum + result;
  }
}

package io.userstream.tests.simulate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** Tests {@link Scheduler}. */
public class SchedulerTest {
  private final Scheduler scheduler = new Scheduler();
  private final List<String> ran = new ArrayList<>();

  @Test
  public void tasksRunInTheOrderOfTimeAndAddition() {
    scheduler.in(2, () -> ran.add("later"));
    scheduler.in(1, () -> ran.add("first"));
    scheduler.in(1, () -> ran.add("second"));
    scheduler.pass(10);
    assertEquals(List.of("first", "second", "later"), ran);
    assertEquals(10, scheduler.nowNanos());
    assertFalse(scheduler.runNext());
  }

  @Test
  public void otherTasksRunWhileATaskWaits() {
    scheduler.in(
        1,
        () -> {
          scheduler.pass(5);
          ran.add("waited until " + scheduler.nowNanos());
        });
    scheduler.in(3, () -> ran.add("meanwhile"));
    scheduler.pass(2);
    assertEquals(List.of("meanwhile", "waited until 6"), ran);
    assertEquals(6, scheduler.nowNanos());
  }
}

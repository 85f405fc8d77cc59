package io.userstream.tests.simulate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.BeforeClass;
import org.junit.Test;

/** Runs the loop through schedules that seeds decide. {@code ./userstream simulate} runs more. */
public class SimulationTest {
  @BeforeClass
  public static void silenceTheLoop() {
    Simulate.silenceTheLoop();
  }

  @Test
  public void noScheduleBreaksAnInvariant() {
    List<String> broken =
        LongStream.rangeClosed(1, 4_000)
            .parallel()
            .mapToObj(SimulationTest::violation)
            .flatMap(Optional::stream)
            .toList();
    assertEquals(List.of(), broken);
  }

  private static Optional<String> violation(long seed) {
    return Outcome.of(ScheduleGenerator.of(seed), false)
        .violation()
        .map(violation -> "./userstream simulate --seed=" + seed + ": " + violation);
  }

  @Test
  public void sameSeedGivesTheSameHistory() {
    Set<List<String>> histories = new HashSet<>();
    for (long seed = 1; seed <= 200; seed++) {
      List<String> history = Outcome.of(ScheduleGenerator.of(seed), true).history();
      assertEquals(history, Outcome.of(ScheduleGenerator.of(seed), true).history());
      histories.add(history);
    }
    assertEquals("histories of 200 seeds", 200, histories.size());
  }

  @Test
  public void historyIsTheSameWhetherRequestedOrNot() {
    for (long seed = 1; seed <= 200; seed++) {
      assertEquals(
          Outcome.of(ScheduleGenerator.of(seed), true).violation(),
          Outcome.of(ScheduleGenerator.of(seed), false).violation());
    }
  }

  @Test
  public void everyKindOfEventHappens() {
    Set<PlannedEvent.Kind> kinds = new HashSet<>();
    for (long seed = 1; seed <= 500; seed++) {
      ScheduleGenerator.of(seed).events().forEach(event -> kinds.add(event.kind()));
    }
    assertEquals(Set.of(PlannedEvent.Kind.values()), kinds);
  }

  @Test
  public void recordsReachTheSink() {
    World world = new World(ScheduleGenerator.of(1), false);
    world.run();
    assertTrue(world.entries().stream().anyMatch(entry -> entry.writeTime > 0));
  }
}

package io.userstream.tests.simulate;

import io.userstream.tests.arguments.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * {@code ./userstream simulate}: runs the loop's real code through schedules that seeds decide, and
 * checks invariants. Without {@code --seed}, the last line is {@code N schedules, N failed, N s}.
 * Exits with code 1 if a schedule fails.
 */
public final class Simulate {
  private static final int MOST_SHOWN = 10;

  /** A loop that fails this often is broken, and more schedules would only take time. */
  private static final int ENOUGH_FAILURES = 100;

  private Simulate() {}

  /** Takes {@link SimulateArguments}. */
  public static void main(String[] args) throws InterruptedException {
    silenceTheLoop();
    SimulateArguments arguments =
        new Program("userstream simulate", SimulateArguments.HELP)
            .read(args, SimulateArguments::read);
    boolean isWell =
        arguments.seed().isPresent()
            ? replay(arguments.seed().get())
            : search(arguments.first(), arguments.seeds());
    System.out.flush();
    System.exit(isWell ? 0 : 1);
  }

  /** Turns the log off, because failing runs are expected. */
  static void silenceTheLoop() {
    Configurator.setRootLevel(Level.OFF);
    Configurator.setAllLevels("io.userstream", Level.OFF);
    Configurator.setLevel("io.userstream.runloop.RunLog", Level.OFF);
  }

  /**
   * Prints the events of one schedule. If it fails, prints only the events that the failure needs.
   */
  private static boolean replay(long seed) {
    Schedule schedule = ScheduleGenerator.of(seed);
    Outcome outcome = Outcome.of(schedule, true);
    if (outcome.violation().isPresent()) {
      Schedule shortest = Shortener.shorten(schedule);
      System.out.printf(
          Locale.ROOT,
          "seed %d fails; %d of its %d events are enough:%n",
          seed,
          shortest.events().size(),
          schedule.events().size());
      outcome = Outcome.of(shortest, true);
    }
    System.out.println(schedule.settings());
    outcome.history().forEach(System.out::println);
    return outcome.violation().isEmpty();
  }

  private static boolean search(long first, long count) throws InterruptedException {
    long startNanos = System.nanoTime();
    AtomicLong next = new AtomicLong(first);
    Map<Long, String> failures = new ConcurrentSkipListMap<>();
    List<Thread> threads = new ArrayList<>();
    for (int core = Runtime.getRuntime().availableProcessors(); core > 0; core--) {
      Thread thread = new Thread(() -> search(next, first + count, failures), "simulate-" + core);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    failures.entrySet().stream()
        .limit(MOST_SHOWN)
        .forEach(
            failure ->
                System.out.printf(
                    Locale.ROOT, "seed %d: %s%n", failure.getKey(), failure.getValue()));
    if (!failures.isEmpty()) {
      System.out.printf(
          Locale.ROOT,
          "./userstream simulate --seed=%d shows the shortened events%n",
          failures.keySet().iterator().next());
    }
    System.out.printf(
        Locale.ROOT,
        "%d schedules, %d failed, %.1f s%n",
        Math.min(next.get(), first + count) - first,
        failures.size(),
        (System.nanoTime() - startNanos) / 1e9);
    return failures.isEmpty();
  }

  private static void search(AtomicLong next, long end, Map<Long, String> failures) {
    for (long seed = next.getAndIncrement();
        seed < end && failures.size() < ENOUGH_FAILURES;
        seed = next.getAndIncrement()) {
      long failing = seed;
      Outcome.of(ScheduleGenerator.of(seed), false)
          .violation()
          .ifPresent(violation -> failures.put(failing, violation));
    }
  }
}

package io.userstream.tests.faults;

import io.userstream.tests.arguments.Program;
import io.userstream.tests.stack.LocalStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;

/**
 * {@code ./userstream faults}: breaks the flow on a real Spark cluster in every known way, at
 * random moments, and compares the result exactly. The last line is {@code N passed, N failed}.
 */
public final class Faults {
  /** Limits the printed output of a driver. */
  private static final int MAX_PROBLEM = 4_000;

  private final FaultsArguments arguments;
  private int passed;
  private int failed;
  @Nullable private FlowUnderFire fire;

  private Faults(FaultsArguments arguments) {
    this.arguments = arguments;
  }

  /** Takes {@link FaultsArguments}. Exits with code 1 if a cell fails. */
  public static void main(String[] args) {
    Faults faults =
        new Faults(
            new Program("userstream faults", FaultsArguments.HELP)
                .read(args, FaultsArguments::read));
    faults.run();
    System.out.printf(Locale.ROOT, "%d passed, %d failed%n", faults.passed, faults.failed);
    System.out.flush();
    System.exit(faults.failed == 0 ? 0 : 1);
  }

  private void run() {
    System.out.printf(
        Locale.ROOT,
        "seed %d; share %d of %d; each cell %d times%n",
        arguments.seed(),
        arguments.share().number(),
        arguments.share().of(),
        arguments.repeat());
    System.out.printf(
        Locale.ROOT,
        "%-22s %6s %6s %8s   %s%n",
        "cell",
        "passed",
        "failed",
        "took, s",
        "recovery, s: median, longest");
    for (Stage stage : Stage.values()) {
      List<Cell> cells = arguments.cells().stream().filter(cell -> cell.stage() == stage).toList();
      if (!cells.isEmpty()) {
        try (LocalStack stack = stage.start()) {
          for (Cell cell : cells) {
            run(cell, stack);
          }
          closeFlow();
        }
      }
    }
  }

  private void run(Cell cell, LocalStack stack) {
    Random random = new Random(arguments.seed() ^ cell.name().hashCode());
    List<Double> seconds = new ArrayList<>();
    long start = System.nanoTime();
    int cellFailed = 0;
    while (seconds.size() + cellFailed < arguments.repeat()) {
      try {
        if (fire == null || fire.isLarge()) {
          closeFlow();
          fire = new FlowUnderFire(stack, cell.stage());
          fire.prepare();
        }
        fire.nextStrike(random, seconds.size() + cellFailed == 0);
        fire.flowForAWhile();
        Duration flow = cell.strike().at(fire);
        fire.requireExact();
        seconds.add(flow.toMillis() / 1e3);
        System.err.printf(
            Locale.ROOT,
            "%s %d of %d passed, recovered after %.1f s%n",
            cell.name(),
            seconds.size() + cellFailed,
            arguments.repeat(),
            flow.toMillis() / 1e3);
      } catch (Exception | AssertionError e) {
        cellFailed++;
        String problem = e.toString();
        System.out.printf(
            Locale.ROOT,
            "%s failed: %s%n",
            cell.name(),
            problem.substring(0, Math.min(problem.length(), MAX_PROBLEM)));
        // The next blow gets a flow of its own, because this one is damaged.
        closeFlow();
      }
    }
    passed += seconds.size();
    failed += cellFailed;
    System.out.printf(
        Locale.ROOT,
        "%-22s %6d %6d %8d   %s%n",
        cell.name(),
        seconds.size(),
        cellFailed,
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start),
        medianAndLongest(seconds));
  }

  private void closeFlow() {
    if (fire != null) {
      fire.close();
      fire = null;
    }
  }

  private static String medianAndLongest(List<Double> seconds) {
    if (seconds.isEmpty()) {
      return "-";
    }
    List<Double> sorted = seconds.stream().sorted().toList();
    return String.format(
        Locale.ROOT, "%5.1f %5.1f", sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
  }
}

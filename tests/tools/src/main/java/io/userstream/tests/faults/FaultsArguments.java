package io.userstream.tests.faults;

import io.userstream.tests.arguments.Arguments;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The arguments of {@code ./userstream faults}.
 *
 * @param repeat how often each cell strikes
 * @param only the names of the cells, or empty for all
 * @param share the share of the cells
 * @param seed decides the moments; printed to make a run repeatable
 */
record FaultsArguments(int repeat, List<String> only, Share share, long seed) {
  static final String HELP =
      """
      Usage: ./userstream faults [--option=value...]

      Breaks the flow on a real Spark cluster in every known way, at random moments, and compares
      the result exactly.

        --only=CELL,CELL  the cells to run (all)
        --repeat=N        how often each cell strikes (1)
        --share=N/3       runs only one of several shares that take about the same time (1/1)
        --seed=N          decides the moments (random, printed)
      """;

  private static final long MAX_SEED = 999_999_999_999_999L;

  static FaultsArguments read(Arguments arguments) {
    return new FaultsArguments(
        (int) arguments.number("repeat", 1, 1, 9_999),
        arguments.value("only", FaultsArguments::cellNames).orElse(List.of()),
        arguments.value("share", Share::parse).orElse(Share.ALL),
        arguments.number("seed", 0, MAX_SEED).orElse(System.nanoTime() & 0xffffff));
  }

  private static List<String> cellNames(String text) {
    List<String> known = Cells.ALL.stream().map(Cell::name).collect(Collectors.toList());
    List<String> names = List.of(text.split(","));
    if (!known.containsAll(names)) {
      throw new IllegalArgumentException("the cells are " + String.join(", ", known));
    }
    return names;
  }

  /** Returns the selected cells in the order in which they strike. */
  List<Cell> cells() {
    return share.of(Cells.ALL).stream()
        .filter(cell -> only.isEmpty() || only.contains(cell.name()))
        .toList();
  }
}

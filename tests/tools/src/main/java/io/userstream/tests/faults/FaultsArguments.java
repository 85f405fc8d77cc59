package io.userstream.tests.faults;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What {@code ./userstream faults} is asked for.
 *
 * @param repeat how often each cell strikes, 1 by default
 * @param only the cells, all by default
 * @param share of the cells, all by default
 * @param seed of the moments; printed, so that a run can be had again
 */
record FaultsArguments(int repeat, List<String> only, Share share, long seed) {
  private static final int USAGE = 2;

  /** Reads them; ends the process with code 2 and a line on stderr when something is wrong. */
  static FaultsArguments of(String[] args) {
    int repeat = 1;
    List<String> only = List.of();
    Share share = Share.ALL;
    long seed = System.nanoTime() & 0xffffff;
    for (String arg : args) {
      if (arg.matches("--repeat=[1-9][0-9]{0,3}")) {
        repeat = Integer.parseInt(arg.substring("--repeat=".length()));
      } else if (arg.matches("--seed=[0-9]{1,15}")) {
        seed = Long.parseLong(arg.substring("--seed=".length()));
      } else if (arg.startsWith("--only=")) {
        only = List.of(arg.substring("--only=".length()).split(","));
        only.forEach(FaultsArguments::requireCell);
      } else if (arg.matches("--share=[1-9]/[1-9]") && arg.charAt(8) <= arg.charAt(10)) {
        share = Share.parse(arg.substring("--share=".length()));
      } else {
        refuse(arg + ": takes --repeat=N, --only=CELL,CELL, --share=N/3 and --seed=N");
      }
    }
    return new FaultsArguments(repeat, only, share, seed);
  }

  private static void requireCell(String name) {
    if (Cells.ALL.stream().noneMatch(cell -> cell.name().equals(name))) {
      refuse(
          "--only="
              + name
              + ": the cells are "
              + Cells.ALL.stream().map(Cell::name).collect(Collectors.joining(", ")));
    }
  }

  private static void refuse(String problem) {
    System.err.println("userstream faults: " + problem);
    System.exit(USAGE);
  }

  /** Returns the cells that are asked for, in the order in which they strike. */
  List<Cell> cells() {
    return share.of(Cells.ALL).stream()
        .filter(cell -> only.isEmpty() || only.contains(cell.name()))
        .toList();
  }
}

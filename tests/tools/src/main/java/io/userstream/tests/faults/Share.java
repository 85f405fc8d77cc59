package io.userstream.tests.faults;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several shares of the cells that take about the same time. Every cell is in exactly one
 * share.
 *
 * @param number from 1
 * @param of the number of shares
 */
record Share(int number, int of) {
  static final Share ALL = new Share(1, 1);

  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]?)/([1-9][0-9]?)");

  /**
   * Parses a share such as {@code 2/3}.
   *
   * @throws IllegalArgumentException if it is not a share
   */
  static Share parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("must be a share such as 2/3");
    }
    Share share = new Share(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    if (share.number > share.of) {
      throw new IllegalArgumentException("must be at most " + share.of + "/" + share.of);
    }
    return share;
  }

  /** Returns the cells of this share in their original order. */
  List<Cell> of(List<Cell> cells) {
    List<Cell> mine = divide(cells, of).get(number - 1).cells;
    return cells.stream().filter(mine::contains).toList();
  }

  /** Returns about how long the cells of this share take. */
  int seconds(List<Cell> cells) {
    return divide(cells, of).get(number - 1).seconds;
  }

  /** Assigns the longest cells first, each to the share with the least total. */
  private static List<Part> divide(List<Cell> cells, int count) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(new Part());
    }
    cells.stream()
        .sorted(Comparator.comparingInt(Cell::seconds).reversed().thenComparing(Cell::name))
        .forEach(
            cell ->
                parts.stream()
                    .min(Comparator.comparingInt(part -> part.secondsWith(cell)))
                    .orElseThrow()
                    .add(cell));
    return parts;
  }

  /** The content of one share so far. */
  private static final class Part {
    private final List<Cell> cells = new ArrayList<>();
    private final Set<Stage> stages = EnumSet.noneOf(Stage.class);
    private int seconds;

    /** Counts a stage once per share, for its start. */
    int secondsWith(Cell cell) {
      return seconds + cell.seconds() + (stages.contains(cell.stage()) ? 0 : Stage.START_SECONDS);
    }

    void add(Cell cell) {
      seconds = secondsWith(cell);
      stages.add(cell.stage());
      cells.add(cell);
    }
  }
}

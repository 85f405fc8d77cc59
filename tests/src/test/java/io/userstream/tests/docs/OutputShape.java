package io.userstream.tests.docs;

import java.util.List;
import java.util.Optional;

/** Compares output in the documentation with real output, in which only numbers may differ. */
final class OutputShape {
  private static final String OMITTED = "…";

  private OutputShape() {}

  /**
   * Returns the first documented line that is missing in the real output. Real lines may be between
   * the documented ones, but the order must be the same.
   *
   * @param documented the lines of a page; a line that ends with an ellipsis stands for all lines
   *     that begin like it
   */
  static Optional<String> missing(List<String> documented, String real) {
    List<String> shapes = real.lines().map(OutputShape::of).toList();
    int next = 0;
    for (String line : documented) {
      String shape = of(line);
      if (shape.equals(OMITTED)) {
        continue;
      }
      while (next < shapes.size() && !isLike(shape, shapes.get(next))) {
        next++;
      }
      if (next++ == shapes.size()) {
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }

  private static boolean isLike(String documented, String real) {
    return documented.endsWith(OMITTED)
        ? real.startsWith(documented.substring(0, documented.length() - 1))
        : real.equals(documented);
  }

  /** Returns a line without its indentation, its alignment and the values of its numbers. */
  private static String of(String line) {
    return line.strip().replaceAll("\\s+", " ").replaceAll("[-+±]?[0-9]+(?:[.][0-9]+)*", "0");
  }
}

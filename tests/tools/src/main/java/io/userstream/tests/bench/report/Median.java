package io.userstream.tests.bench.report;

import java.util.stream.DoubleStream;

/** The middle of several figures. */
public final class Median {
  private Median() {}

  /**
   * Returns the median of at least one figure: the mean of the middle two if their number is even.
   */
  public static double of(DoubleStream figures) {
    double[] sorted = figures.sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

package io.userstream.runloop;

/**
 * Decides how large runs are, and into how many bundles they are cut, so that a backlog keeps every
 * slot of the engine busy: while one of the runs in flight ends, the others have a bundle for each
 * slot.
 *
 * @param slots how many bundles the engine can process at once
 */
record RunShape(int slots, RunLoopConfig config) {
  /**
   * Large enough for the fixed costs of a bundle to be small. Measured on a backlog of 1.5 million
   * users, including the start: the engine uses 36 CPU seconds per million users, and 40 with
   * 5,000, at the same rate.
   */
  private static final long LARGE_BUNDLE = 25_000;

  /** Fewer records would not be worth the fixed costs of another bundle. */
  private static final long SMALL_BUNDLE = 2_000;

  private static final long BUNDLES_OF_ONE_SLOT = 2;

  /** Returns the number of records in the first runs: all slots have some. */
  long firstRecords() {
    return Math.max(AdaptiveRunSize.LEAST, SMALL_BUNDLE * bundlesForAllSlots());
  }

  /** Returns the maximum number of records in a run. */
  long maxRecords() {
    return config.maxRunRecords() == null
        ? LARGE_BUNDLE * Math.max(BUNDLES_OF_ONE_SLOT, bundlesForAllSlots())
        : config.maxRunRecords();
  }

  /**
   * Returns the number of bundles of a run.
   *
   * @param tight whether memory limits the size of runs, so that bundles must shrink with them
   */
  int bundles(long records, boolean tight) {
    long bundles =
        Math.max(
            RunPlanner.ceilDiv(records, LARGE_BUNDLE),
            Math.min(tight ? records : records / SMALL_BUNDLE, bundlesForAllSlots()));
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, bundles));
  }

  private long bundlesForAllSlots() {
    return RunPlanner.ceilDiv(slots, Math.max(1, config.maxRunsInFlight() - 1));
  }
}

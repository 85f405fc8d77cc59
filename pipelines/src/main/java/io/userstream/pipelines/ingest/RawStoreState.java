package io.userstream.pipelines.ingest;

import com.google.common.collect.ImmutableList;
import io.userstream.io.postgres.PageRange;
import io.userstream.io.postgres.RawSelection;
import io.userstream.io.postgres.RawUsersTable;
import java.sql.SQLException;

/**
 * The progress of an ingest according to the raw store, for the seed and the seeds derived from it.
 *
 * @param pages the complete pages
 * @param unpublished the ranges of unpublished rows
 * @param selection selects the unpublished rows
 */
record RawStoreState(
    KeptPages pages, ImmutableList<PageRange> unpublished, RawSelection selection) {
  /**
   * Asks the raw store. The configuration must have a seed.
   *
   * @param firstPage all pages before this one are known to be complete
   */
  static RawStoreState of(RawUsersTable table, IngestConfig config, long firstPage)
      throws SQLException {
    KeptPages pages = KeptPages.of(table, config, firstPage);
    RawSelection selection = RawSelection.unpublished().toBuilder().setSeeds(pages.seeds()).build();
    return new RawStoreState(pages, ImmutableList.copyOf(table.ranges(selection)), selection);
  }

  /** Returns whether all requested users are in the store and published. */
  boolean isAllThere(IngestConfig config) {
    return unpublished.isEmpty() && pages.first() > config.lastPage();
  }
}

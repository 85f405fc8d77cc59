package io.userstream.pipelines.ingest;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import io.userstream.io.postgres.PageRange;
import io.userstream.io.postgres.RawSelection;
import io.userstream.io.postgres.RawUsersTable;
import java.sql.SQLException;

/**
 * The progress of an ingest according to the raw store: the pages that are already there, and the
 * users that are still to be published. Covers the seed and the seeds derived from it.
 */
@AutoValue
abstract class RawStoreState {
  /** Returns the complete pages. */
  abstract KeptPages pages();

  /** Returns the ranges of unpublished rows. */
  abstract ImmutableList<PageRange> unpublished();

  /** Selects the unpublished rows. */
  abstract RawSelection selection();

  /**
   * Asks the raw store. The configuration must have a seed.
   *
   * @param firstPage all pages before this one are known to be complete
   */
  static RawStoreState of(RawUsersTable table, IngestConfig config, long firstPage)
      throws SQLException {
    KeptPages pages = KeptPages.of(table, config, firstPage);
    RawSelection selection = RawSelection.unpublished().toBuilder().setSeeds(pages.seeds()).build();
    return new AutoValue_RawStoreState(
        pages, ImmutableList.copyOf(table.ranges(selection)), selection);
  }

  /** Returns whether all requested users are in the store and published. */
  boolean isAllThere(IngestConfig config) {
    return unpublished().isEmpty() && pages().first() > config.lastPage();
  }
}

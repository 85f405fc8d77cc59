package io.userstream.pipelines.ingest;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import io.userstream.io.postgres.PageRange;
import io.userstream.io.postgres.RawSelection;
import io.userstream.io.postgres.RawUsersTable;
import java.sql.SQLException;

/**
 * The part of an ingest that the raw store has already: the pages that need not be asked for, and
 * the users that are still to be published. It covers the seed and those that are derived from it.
 */
@AutoValue
abstract class RawStoreState {
  /** Pages of which nothing is missing. */
  abstract KeptPages pages();

  /** Where rows are that were never published. */
  abstract ImmutableList<PageRange> unpublished();

  /** Those rows. */
  abstract RawSelection selection();

  /**
   * Asks the raw store; the configuration names a seed.
   *
   * @param firstPage before which every page is known to be whole
   */
  static RawStoreState of(RawUsersTable table, IngestConfig config, long firstPage)
      throws SQLException {
    KeptPages pages = KeptPages.of(table, config, firstPage);
    RawSelection selection = RawSelection.unpublished().toBuilder().setSeeds(pages.seeds()).build();
    return new AutoValue_RawStoreState(
        pages, ImmutableList.copyOf(table.ranges(selection)), selection);
  }

  /** Returns whether the store has all that is asked for, and Kafka too. */
  boolean isAllThere(IngestConfig config) {
    return unpublished().isEmpty() && pages().first() > config.lastPage();
  }
}

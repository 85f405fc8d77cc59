package io.userstream.pipelines.ingest;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.userstream.io.postgres.PageRange;
import io.userstream.io.postgres.RawSelection;
import io.userstream.io.postgres.RawUsersTable;
import java.sql.SQLException;

/**
 * What the raw store has of a seed: what need not be asked for, and what is still to be published.
 */
@AutoValue
abstract class KeptUsers {
  /** Pages of which nothing is missing. */
  abstract ImmutableSet<Integer> wholePages();

  /** Where rows are that were never published. */
  abstract ImmutableList<PageRange> unpublished();

  /** Those rows. */
  abstract RawSelection selection();

  /** Looks it up; the options name a seed. */
  static KeptUsers of(RawUsersTable table, IngestOptions options) throws SQLException {
    RawSelection selection =
        RawSelection.unpublished().toBuilder().setSeed(options.getSeed()).build();
    Long users = IngestPipeline.users(options);
    return new AutoValue_KeptUsers(
        users == null
            ? ImmutableSet.of()
            : ImmutableSet.copyOf(
                table.wholePages(
                    options.getSeed(), options.getApiVersion(), users, options.getPageSize())),
        ImmutableList.copyOf(table.ranges(selection)),
        selection);
  }

  /** Whether the store has all that is asked for, and Kafka too. */
  boolean isAllThere(IngestOptions options) {
    Long users = IngestPipeline.users(options);
    return users != null
        && unpublished().isEmpty()
        && (long) wholePages().size() * options.getPageSize() >= users;
  }
}

package io.userstream.pipelines.ingest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.userstream.io.postgres.RawUsersTable;
import io.userstream.io.randomuser.PageRequest;
import io.userstream.io.randomuser.Seeds;
import io.userstream.io.randomuser.UserFilters;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/**
 * The complete pages in the raw store, numbered as {@code RandomUserIO} reads them: numbering
 * continues through the derived seeds.
 *
 * @param first the first incomplete page
 * @param later the complete pages after it
 * @param seeds the seed, and those derived seeds that have users in the store
 */
record KeptPages(long first, ImmutableSet<Long> later, ImmutableList<String> seeds) {
  /** Rows per statement: one or two seconds of work for the database. */
  private static final int ROWS_AT_A_TIME = 1_000_000;

  /**
   * Searches the raw store for complete pages.
   *
   * @param firstPage all pages before this one are known to be complete
   */
  static KeptPages of(RawUsersTable table, IngestConfig config, long firstPage)
      throws SQLException {
    ImmutableList.Builder<String> seeds = ImmutableList.builder();
    String given = config.seed().orElseThrow();
    UserFilters filters = config.api().filters();
    seeds.add(filters.in(given));
    Search search = new Search(table, config, firstPage);
    long last = config.lastPage();
    for (long round = 1, before = 0; before < last; round++, before += PageRequest.MAX_PAGE) {
      String seed = Seeds.derived(given, filters, round);
      int lastKept = table.lastPage(seed);
      if (lastKept == 0) {
        break;
      }
      if (round > 1) {
        seeds.add(seed);
      }
      search.in(seed, before, (int) Math.min(lastKept, last - before));
    }
    return new KeptPages(search.first, ImmutableSet.copyOf(search.later), seeds.build());
  }

  /** Holds only the pages after a gap, so its memory does not grow with the store. */
  private static final class Search {
    private final RawUsersTable table;
    private final String apiVersion;
    private final int pageSize;
    private final long last;

    /** The number of users on the last page, which may be smaller than the others. */
    private final int onLast;

    private final Set<Long> later = new HashSet<>();
    private long first;

    Search(RawUsersTable table, IngestConfig config, long firstPage) {
      this.table = table;
      this.apiVersion = config.api().version();
      this.pageSize = config.api().pageSize();
      this.last = config.lastPage();
      this.onLast =
          config.users().isEmpty()
              ? pageSize
              : (int) (config.users().getAsLong() - (last - 1) * pageSize);
      this.first = firstPage;
    }

    /**
     * Searches the pages of a seed.
     *
     * @param before the number of the page before the first of this seed
     */
    void in(String seed, long before, int lastPage) throws SQLException {
      int pages = Math.max(1, ROWS_AT_A_TIME / pageSize);
      int page = (int) Math.max(1, first - before);
      while (page <= lastPage) {
        boolean isLast = before + page == last;
        int to = isLast ? page : Math.min(lastPage, page + pages - 1);
        if (!isLast && before + to == last) {
          to--;
        }
        for (int whole : table.wholePages(seed, apiVersion, page, to, isLast ? onLast : pageSize)) {
          later.add(before + whole);
        }
        while (later.remove(first)) {
          first++;
        }
        page = to + 1;
      }
    }
  }
}

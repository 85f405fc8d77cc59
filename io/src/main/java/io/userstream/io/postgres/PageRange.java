package io.userstream.io.postgres;

import java.io.Serializable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive pages of one seed with rows to publish. Immutable.
 *
 * @param lastPage inclusive
 */
public record PageRange(String seed, int firstPage, int lastPage) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Maximum number of rows in a range, unless a single page has more. */
  private static final int MAX_ROWS = 5_000;

  /**
   * Combines consecutive pages to ranges.
   *
   * @param pages rows of seed, page and number of rows to publish, sorted by seed and page
   */
  static List<PageRange> gather(ResultSet pages) throws SQLException {
    List<PageRange> ranges = new ArrayList<>();
    PageRange open = null;
    long openRows = 0;
    while (pages.next()) {
      String seed = pages.getString(1);
      int page = pages.getInt(2);
      long rows = pages.getLong(3);
      if (open != null && open.isBefore(seed, page) && openRows + rows <= MAX_ROWS) {
        open = new PageRange(seed, open.firstPage(), page);
        openRows += rows;
      } else {
        if (open != null) {
          ranges.add(open);
        }
        open = new PageRange(seed, page, page);
        openRows = rows;
      }
    }
    if (open != null) {
      ranges.add(open);
    }
    return ranges;
  }

  /** Returns whether the page directly follows this range. */
  private boolean isBefore(String seed, int page) {
    return this.seed.equals(seed) && lastPage + 1 == page;
  }
}

package io.userstream.io.postgres;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;

/** Consecutive pages of one seed with rows to publish. Immutable. */
@AutoValue
public abstract class PageRange implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Maximum number of rows in a range, unless a single page has more. */
  private static final int MAX_ROWS = 5_000;

  public abstract String seed();

  public abstract int firstPage();

  /** Inclusive. */
  public abstract int lastPage();

  static PageRange of(String seed, int firstPage, int lastPage) {
    return new AutoValue_PageRange(seed, firstPage, lastPage);
  }

  // Declared because Beam looks for them.
  @Override
  public abstract boolean equals(@Nullable Object other);

  @Override
  public abstract int hashCode();

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
        open = of(seed, open.firstPage(), page);
        openRows += rows;
      } else {
        if (open != null) {
          ranges.add(open);
        }
        open = of(seed, page, page);
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
    return seed().equals(seed) && lastPage() + 1 == page;
  }
}

package io.userstream.io.postgres;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;

/** Pages of one seed, one after the other, with rows that are to be published. Immutable. */
@AutoValue
public abstract class PageRange implements Serializable {
  private static final long serialVersionUID = 1L;

  /** As many as are read at a time; a single page may have more. */
  private static final int MAX_ROWS = 5_000;

  public abstract String seed();

  public abstract int firstPage();

  /** Inclusive. */
  public abstract int lastPage();

  static PageRange of(String seed, int firstPage, int lastPage) {
    return new AutoValue_PageRange(seed, firstPage, lastPage);
  }

  // Said again so that Beam sees that they are there.
  @Override
  public abstract boolean equals(@Nullable Object other);

  @Override
  public abstract int hashCode();

  /**
   * Gathers pages that follow one another.
   *
   * @param pages seed, page and the number of its rows that are to be published, in their order
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

  /** Whether that page comes next. */
  private boolean isBefore(String seed, int page) {
    return seed().equals(seed) && lastPage() + 1 == page;
  }
}

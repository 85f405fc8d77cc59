package io.userstream.io.postgres;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import javax.annotation.Nullable;

/** Pages of one seed, one after the other, with rows that are to be published. Immutable. */
@AutoValue
public abstract class PageRange implements Serializable {
  private static final long serialVersionUID = 1L;

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

  /** Whether that page comes next. */
  boolean isBefore(String seed, int page) {
    return seed().equals(seed) && lastPage() + 1 == page;
  }
}

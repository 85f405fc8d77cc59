package io.userstream.model;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.util.List;
import javax.annotation.Nullable;

/** The users of one page as the API returned them, without their secrets. Immutable. */
@AutoValue
public abstract class RawPage implements Serializable {
  private static final long serialVersionUID = 1L;

  public abstract String seed();

  /** Page number, starting at 1. */
  public abstract int page();

  /** 1.3 or 1.4. The same seed yields different users in different versions. */
  public abstract String apiVersion();

  /** The filters of the request as a JSON object, or null if there were none. */
  @Nullable
  public abstract String filters();

  /** The time at which the response had arrived, in milliseconds since the epoch. */
  public abstract long fetchedAtMillis();

  /** The users in page order. Unmodifiable. */
  @SuppressWarnings("AutoValueImmutableFields") // Not worth a Guava dependency.
  public abstract List<User> users();

  /** The API's object of each user as JSON, in the same order. Unmodifiable. */
  @SuppressWarnings("AutoValueImmutableFields") // as above
  public abstract List<String> texts();

  /**
   * Whether {@link RawUserParser} reads each text as the user of the page, also after PostgreSQL
   * has stored it as {@code jsonb}. Otherwise, a character that it does not store was replaced, or
   * a number is not an integer.
   */
  public abstract boolean isExact();

  /**
   * Returns the raw users of a parsed page.
   *
   * @param filters the filters of the request as a JSON object, or null if there were none
   * @throws IllegalArgumentException if the parser kept no raw users, or the page is empty
   */
  public static RawPage of(ApiPage page, @Nullable String filters) {
    if (page.rawUsers() == null || page.users().isEmpty()) {
      throw new IllegalArgumentException("no raw users: " + page);
    }
    return new AutoValue_RawPage(
        page.seed(),
        page.page(),
        page.version(),
        filters,
        page.users().get(0).origin().fetchedAt().getMillis(),
        page.users(),
        page.rawUsers().texts(),
        page.rawUsers().isExact());
  }

  // Declared because Beam looks for them.
  @Override
  public abstract boolean equals(@Nullable Object other);

  @Override
  public abstract int hashCode();

  /** Returns only the page and seed, because the users are personal data. */
  @Override
  public final String toString() {
    return "raw page " + page() + " of seed " + seed();
  }
}

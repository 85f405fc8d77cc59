package io.userstream.model;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import javax.annotation.Nullable;

/**
 * The users of one page as the API gave them, but for their secrets: what is kept of an answer.
 * Immutable.
 */
@AutoValue
public abstract class RawPage implements Serializable {
  private static final long serialVersionUID = 1L;

  public abstract String seed();

  /** From 1. */
  public abstract int page();

  /** 1.3 or 1.4: another version has other users under the same seed. */
  public abstract String apiVersion();

  /** The filters of the request as a JSON object; null if there were none. */
  @Nullable
  public abstract String filters();

  /** When the answer had arrived, in milliseconds since the epoch. */
  public abstract long fetchedAtMillis();

  /** A JSON array of the API's user objects, in the order of the page. */
  public abstract String users();

  /**
   * Takes what a parser kept of a page.
   *
   * @param filters of the request as a JSON object; null if there were none
   * @throws IllegalArgumentException when it kept nothing, or there are no users
   */
  public static RawPage of(ApiPage page, @Nullable String filters) {
    if (page.rawUsers() == null || page.users().isEmpty()) {
      throw new IllegalArgumentException("nothing was kept of " + page);
    }
    return new AutoValue_RawPage(
        page.seed(),
        page.page(),
        page.version(),
        filters,
        page.users().get(0).origin().fetchedAt().getMillis(),
        page.rawUsers());
  }

  // Said again so that Beam sees that they are there.
  @Override
  public abstract boolean equals(@Nullable Object other);

  @Override
  public abstract int hashCode();

  /** Names the page alone: what is on it is personal. */
  @Override
  public final String toString() {
    return "raw page " + page() + " of seed " + seed();
  }
}

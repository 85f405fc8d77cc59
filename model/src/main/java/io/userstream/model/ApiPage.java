package io.userstream.model;

import com.google.auto.value.AutoValue;
import java.util.List;
import javax.annotation.Nullable;

/**
 * A response of the API: its users, and the request as the API understood it. The API silently
 * replaces parameters that it does not accept, and sometimes returns fewer users than it reports.
 * Compare {@link #seed}, {@link #page} and {@link #drawn} with the request.
 *
 * <p>Immutable.
 */
@AutoValue
public abstract class ApiPage {
  /** The seed that the API echoed, or generated if the request had none. */
  public abstract String seed();

  /** The page that the API echoed, starting at 1. */
  public abstract int page();

  /** The number of users that the API reports. It can be wrong: see {@link #users}. */
  public abstract int results();

  /** The API version, 1.3 or 1.4. */
  public abstract String version();

  /** The number of users on the page, including those that were not selected. */
  public abstract int drawn();

  /** The selected users in page order. Unmodifiable. */
  @SuppressWarnings("AutoValueImmutableFields") // Not worth a Guava dependency.
  public abstract List<User> users();

  /**
   * The users as the API returned them, without passwords, salts, hashes and national ids. Null
   * unless the parser was configured to keep them.
   */
  @Nullable
  abstract RawUserTexts rawUsers();

  static ApiPage of(
      String seed,
      int page,
      int results,
      String version,
      int drawn,
      List<User> users,
      @Nullable RawUserTexts rawUsers) {
    return new AutoValue_ApiPage(seed, page, results, version, drawn, List.copyOf(users), rawUsers);
  }

  /** Returns only the page and seed, because the users are personal data. */
  @Override
  public final String toString() {
    return "page " + page() + " of seed " + seed();
  }
}

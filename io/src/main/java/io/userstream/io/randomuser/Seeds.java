package io.userstream.io.randomuser;

/**
 * The API's seeds.
 *
 * <p>For every page except the first, the API appends the page number to the seed. It seeds its
 * generator with a hash of that text. Page 2 of seed {@code run1} therefore has the same users and
 * uuids as page 1 of seed {@code run12}. The API interprets a seed with {@value #AMBIGUOUS_LENGTH}
 * characters as 16 characters plus the number of a nationality in two hexadecimal digits. It then
 * uses another seed, or fails.
 */
public final class Seeds {
  /** In UTF-16 code units, in JavaScript as in Java. */
  private static final int AMBIGUOUS_LENGTH = 18;

  /** The last round with the plain form: page 2 of round 21 would equal page 12 of round 2. */
  private static final long LAST_PLAIN = 20;

  private Seeds() {}

  /**
   * Returns the seed for requests to the API.
   *
   * @param seed the original seed
   * @param filters a part of it
   * @param round 1 for the seed itself, 2 for the first derived seed
   */
  public static String derived(String seed, UserFilters filters, long round) {
    return derived(filters.in(seed), round);
  }

  /** Returns whether the API interprets the seed as a seed and a nationality. */
  public static boolean isAmbiguous(String seed) {
    return seed.length() == AMBIGUOUS_LENGTH;
  }

  /**
   * Returns the seed that continues another one after its last page.
   *
   * @param seed the original seed
   * @param round 1 for the seed itself, 2 for the first derived seed
   */
  public static String derived(String seed, long round) {
    if (round == 1) {
      return seed;
    }
    // Stored rows have derived seeds of these forms, so they must not change.
    String plain = seed + "-" + round;
    String derived = round <= LAST_PLAIN ? plain : plain + "-";
    return isAmbiguous(derived) ? derived + "-" : derived;
  }
}

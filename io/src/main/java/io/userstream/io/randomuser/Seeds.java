package io.userstream.io.randomuser;

/**
 * The API's seeds, as far as they matter here.
 *
 * <p>The API appends the number of each page but the first to the seed, and seeds its generator
 * with a hash of that text. So page 2 of seed {@code run1} and page 1 of seed {@code run12} are the
 * same users under the same uuids. It reads a seed of {@value #AMBIGUOUS_LENGTH} characters in
 * another way: 16 characters, and the number of a nationality in two hexadecimal digits. It then
 * answers for another seed, or not at all.
 */
public final class Seeds {
  /** In UTF-16 units, which JavaScript and Java count alike. */
  private static final int AMBIGUOUS_LENGTH = 18;

  /**
   * The last derived seed that has the plain form; page 2 of the next one is page 12 of the 2nd.
   */
  private static final long LAST_PLAIN = 20;

  private Seeds() {}

  /**
   * Returns the seed that the API is asked for.
   *
   * @param seed that was given
   * @param filters a part of it
   * @param round 1 for the seed itself, 2 for the first that is derived from it
   */
  public static String derived(String seed, UserFilters filters, long round) {
    return derived(filters.in(seed), round);
  }

  /** Returns whether the API reads a seed of this length as a seed and a nationality. */
  public static boolean isAmbiguous(String seed) {
    return seed.length() == AMBIGUOUS_LENGTH;
  }

  /**
   * Returns the seed that continues another one after its last page.
   *
   * @param seed that was given
   * @param round 1 for the seed itself, 2 for the first that is derived from it
   */
  public static String derived(String seed, long round) {
    if (round == 1) {
      return seed;
    }
    // Rows of derived seeds exist since the first release, so the forms that worked stay.
    String plain = seed + "-" + round;
    String derived = round <= LAST_PLAIN ? plain : plain + "-";
    return isAmbiguous(derived) ? derived + "-" : derived;
  }
}

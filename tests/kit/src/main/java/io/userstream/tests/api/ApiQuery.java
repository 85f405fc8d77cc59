package io.userstream.tests.api;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import javax.annotation.Nullable;

/**
 * The parameters of a request, after the API has silently replaced invalid ones as the live service
 * does. Immutable.
 *
 * @param version the version in the path, {@code 1.4} by default
 * @param seed the seed in the response, random if the request has none
 * @param drawnBy the text that determines the users: the seed, with page numbers beyond 1 appended.
 *     Null if the API fails on this seed and never responds
 * @param page 1 to 10,000
 * @param results 1 to 5,000
 * @param people of whom the page consists
 */
record ApiQuery(
    String version, String seed, @Nullable String drawnBy, int page, int results, People people) {
  private static final List<String> VERSIONS = List.of("1.3", "1.4");
  private static final int MAX_PAGE = 10_000;

  /** A seed of this length is read as a shorter seed and the number of a nationality in hex. */
  private static final int WITH_NATIONALITY = 18;

  private static final int WITHOUT_NATIONALITY = 16;

  /** The position of a nationality in this list is its number. */
  private static final List<String> NATIONALITIES =
      List.of(
          "AU", "BR", "CA", "CH", "DE", "DK", "ES", "FI", "FR", "GB", "IE", "IN", "IR", "MX", "NL",
          "NO", "NZ", "RS", "TR", "UA", "US");

  private static final List<String> ONLY_IN_1_4 = List.of("IN", "MX", "RS", "UA");

  /**
   * The people that a page is drawn from.
   *
   * @param nationalities empty for all
   * @param gender null for both
   */
  record People(Set<String> nationalities, @Nullable String gender) {
    static final People ALL = new People(Set.of(), null);
  }

  /**
   * Parses a request's address. Returns null if the API serves nothing under the path.
   *
   * @throws IllegalArgumentException if an escape in the query is malformed
   */
  @Nullable
  static ApiQuery of(URI uri) {
    String version = version(uri.getPath());
    if (version == null) {
      return null;
    }
    Map<String, String> parameters = parameters(uri.getRawQuery());
    String seed = parameters.getOrDefault("seed", "");
    String gender = parameters.getOrDefault("gender", "");
    People people =
        new People(
            nationalities(parameters.getOrDefault("nat", ""), version),
            seed.isEmpty() && List.of("male", "female").contains(gender) ? gender : null);
    if (seed.isEmpty()) {
      seed = randomSeed();
    }
    int page = oneTo(MAX_PAGE, parameters.get("page"));
    int results = oneTo(RecordedPage.USERS, parameters.get("results"));
    String drawnBy = page == 1 ? "" : Integer.toString(page);
    if (seed.length() != WITH_NATIONALITY) {
      return new ApiQuery(version, seed, seed + drawnBy, page, results, people);
    }
    int nationality = hexadecimal(seed.substring(WITHOUT_NATIONALITY));
    return nationality < 0 || nationality >= NATIONALITIES.size()
        ? new ApiQuery(version, seed, null, page, results, people)
        : new ApiQuery(
            version,
            seed + String.format(Locale.ROOT, "%02x", nationality),
            seed.substring(0, WITHOUT_NATIONALITY) + drawnBy,
            page,
            results,
            new People(Set.of(NATIONALITIES.get(nationality)), people.gender()));
  }

  /** Not trimmed. An unknown one selects all. */
  private static Set<String> nationalities(String list, String version) {
    Set<String> nationalities = new HashSet<>();
    for (String entry : list.split(",", -1)) {
      String nationality = entry.toUpperCase(Locale.ROOT);
      if (!nationality.isEmpty()) {
        nationalities.add(nationality);
      }
    }
    boolean areKnown =
        NATIONALITIES.containsAll(nationalities)
            && (version.equals("1.4") || Collections.disjoint(nationalities, ONLY_IN_1_4));
    return areKnown ? nationalities : Set.of();
  }

  /**
   * Returns the number at the start of a text, like JavaScript's parseInt, or -1 without a number.
   */
  private static int hexadecimal(String text) {
    String digits = text.strip().replaceFirst("[^0-9a-fA-F].*", "");
    return digits.isEmpty() ? -1 : Integer.parseInt(digits, 16);
  }

  @Nullable
  private static String version(String path) {
    if (path.equals("/api/") || path.equals("/api")) {
      return "1.4";
    }
    return VERSIONS.stream()
        .filter(v -> path.equals("/api/" + v + "/") || path.equals("/api/" + v))
        .findFirst()
        .orElse(null);
  }

  private static Map<String, String> parameters(@Nullable String query) {
    Map<String, String> parameters = new HashMap<>();
    if (query != null) {
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          parameters.put(
              pair.substring(0, equals),
              URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
      }
    }
    return parameters;
  }

  /** Returns the number, or 1 if it is missing or out of range. */
  private static int oneTo(int max, @Nullable String text) {
    if (text == null || !text.matches("[0-9]{1,6}")) {
      return 1;
    }
    int number = Integer.parseInt(text);
    return number >= 1 && number <= max ? number : 1;
  }

  private static String randomSeed() {
    return String.format(Locale.ROOT, "%016x", ThreadLocalRandom.current().nextLong());
  }
}

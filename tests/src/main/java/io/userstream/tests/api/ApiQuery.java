package io.userstream.tests.api;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import javax.annotation.Nullable;

/**
 * What a request asks the API for, after the API's own habit of replacing what it does not like
 * without a word. Immutable.
 *
 * @param version the version of the path, {@code 1.4} when it names none
 * @param seed the seed, a random one when none was given
 * @param page 1 to 10,000
 * @param results 1 to 5,000
 */
record ApiQuery(String version, String seed, int page, int results) {
  private static final List<String> VERSIONS = List.of("1.3", "1.4");
  private static final int MAX_PAGE = 10_000;

  /**
   * Reads a request's address, or returns null when nothing is served under its path.
   *
   * @throws IllegalArgumentException when an escape in the query is malformed
   */
  @Nullable
  static ApiQuery of(URI uri) {
    String version = version(uri.getPath());
    if (version == null) {
      return null;
    }
    Map<String, String> parameters = parameters(uri.getRawQuery());
    String seed = parameters.getOrDefault("seed", "");
    return new ApiQuery(
        version,
        seed.isEmpty() ? randomSeed() : seed,
        oneTo(MAX_PAGE, parameters.get("page")),
        oneTo(RecordedPage.USERS, parameters.get("results")));
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

  /** The number, or 1 for whatever is none in that range. */
  private static int oneTo(int max, @Nullable String text) {
    if (text == null || !text.matches("[0-9]{1,6}")) {
      return 1;
    }
    int number = Integer.parseInt(text);
    return number >= 1 && number <= max ? number : 1;
  }

  private static String randomSeed() {
    return String.format("%016x", ThreadLocalRandom.current().nextLong());
  }
}

package io.userstream.io.randomuser;

import io.userstream.io.options.OptionReader;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Connection settings for the randomuser.me API. Immutable.
 *
 * @param source the address, without a version
 * @param version 1.3 or 1.4
 * @param pageSize users on a page
 * @param requestTimeout time limit of one request
 * @param retryLimit how long one page is retried
 */
public record Api(
    String source, String version, int pageSize, Duration requestTimeout, Duration retryLimit) {
  /**
   * Reads the options of the API.
   *
   * @param reader gets what is wrong with them
   */
  public static Api read(ApiOptions options, OptionReader reader) {
    return new Api(
        reader.parse("source", options.getSource(), Api::source).orElse(""),
        reader.parse("apiVersion", options.getApiVersion(), Api::version).orElse(""),
        reader.number("pageSize", options.getPageSize(), 1, PageRequest.MAX_RESULTS),
        reader.duration("requestTimeout", options.getRequestTimeout(), "1ms", "1h"),
        reader.duration("retryLimit", options.getRetryLimit(), "0s", "24h"));
  }

  /** Returns a transform that reads from this API. */
  public RandomUserIO.Read read() {
    return RandomUserIO.read()
        .withBaseUrl(source)
        .withVersion(version)
        .withPageSize(pageSize)
        .withRequestTimeout(org.joda.time.Duration.millis(requestTimeout.toMillis()))
        .withRetryLimit(org.joda.time.Duration.millis(retryLimit.toMillis()));
  }

  private static String source(String source) {
    URI uri = URI.create(source);
    if (!List.of("http", "https").contains(String.valueOf(uri.getScheme()))
        || uri.getHost() == null
        || uri.getQuery() != null) {
      throw new IllegalArgumentException(
          "is not an http or https address, as in https://randomuser.me/api/");
    }
    return source;
  }

  private static String version(String version) {
    if (!List.of("1.3", "1.4").contains(version)) {
      throw new IllegalArgumentException("must be 1.3 or 1.4");
    }
    return version;
  }
}

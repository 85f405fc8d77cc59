package io.userstream.io.randomuser;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSortedSet;
import io.userstream.io.http.HttpProxy;
import io.userstream.io.http.HttpRoute;
import io.userstream.io.options.OptionReader;
import io.userstream.io.tls.TlsSettings;
import io.userstream.io.tls.TlsValues;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Connection settings for the randomuser.me API. Immutable.
 *
 * @param source the address without a version
 * @param version 1.3 or 1.4
 * @param pageSize number of users on a page
 * @param filters the filters for users
 * @param requestTimeout time limit of one request
 * @param retryLimit how long one page is retried
 * @param route TLS and proxy
 */
public record Api(
    String source,
    String version,
    int pageSize,
    UserFilters filters,
    Duration requestTimeout,
    Duration retryLimit,
    HttpRoute route) {
  /**
   * Reads the API options.
   *
   * @param reader collects problems
   */
  public static Api read(ApiOptions options, OptionReader reader) {
    String source =
        reader
            .webAddress(
                "source",
                options.getSource(),
                "https://randomuser.me/api/",
                "the API has no login, so remove it")
            .orElse("");
    String version = reader.parse("apiVersion", options.getApiVersion(), Api::version).orElse("");
    UserFilters filters = filters(options, version, reader);
    return new Api(
        source,
        version,
        options.getPageSize() == null
            ? filters.maxResults()
            : reader.number("pageSize", options.getPageSize(), 1, filters.maxResults()),
        filters,
        reader.duration("requestTimeout", options.getRequestTimeout(), "1ms", "1h"),
        reader.duration("retryLimit", options.getRetryLimit(), "0s", "24h"),
        route(options, source, reader));
  }

  /** Returns a transform that reads from this API. */
  public RandomUserIO.Read read() {
    return RandomUserIO.read()
        .withBaseUrl(source)
        .withVersion(version)
        .withPageSize(pageSize)
        .withFilters(filters)
        .withRequestTimeout(org.joda.time.Duration.millis(requestTimeout.toMillis()))
        .withRetryLimit(org.joda.time.Duration.millis(retryLimit.toMillis()))
        .withRoute(route);
  }

  private static HttpRoute route(ApiOptions options, String source, OptionReader reader) {
    TlsSettings tls =
        TlsSettings.read(
            RandomUserIO.TLS,
            new TlsValues(
                options.getApiTlsTrust(),
                options.getApiTlsTrustPassword(),
                options.getApiTlsKey(),
                options.getApiTlsKeyPassword(),
                options.getApiTlsVerifyHost()),
            reader);
    if (tls.isCustom() && source.startsWith("http:")) {
      reader.reject("source", source, "needs an https address with --apiTls options");
    }
    Optional<HttpProxy> proxy =
        HttpProxy.read(
            "apiProxy",
            options.getApiProxy(),
            options.getApiProxyUsername(),
            options.getApiProxyPassword(),
            reader);
    return new HttpRoute(tls, proxy.orElse(null));
  }

  private static UserFilters filters(ApiOptions options, String version, OptionReader reader) {
    Set<String> nationalities =
        reader
            .parse("nat", options.getNat(), list -> nationalities(list, version))
            .orElse(ImmutableSortedSet.of());
    Gender gender =
        options.getGender() == null
            ? null
            : reader.choice("gender", options.getGender(), Gender.class);
    return UserFilters.of(nationalities, gender);
  }

  private static Set<String> nationalities(String list, String version) {
    Set<String> given =
        new TreeSet<>(Splitter.on(',').trimResults().splitToList(Ascii.toUpperCase(list)));
    ImmutableSortedSet<String> known = UserFilters.nationalitiesOf(version);
    Set<String> unknown = new TreeSet<>(given);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "version %s of the API does not know %s, and would ignore the list: it knows %s",
              version.isEmpty() ? "1.4" : version,
              String.join(
                  " and ", unknown.stream().map(nat -> nat.isEmpty() ? "\"\"" : nat).toList()),
              String.join(", ", known)));
    }
    return given;
  }

  private static String version(String version) {
    if (!List.of("1.3", "1.4").contains(version)) {
      throw new IllegalArgumentException("must be 1.3 or 1.4");
    }
    return version;
  }
}

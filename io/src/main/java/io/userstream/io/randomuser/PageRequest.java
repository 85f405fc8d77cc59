package io.userstream.io.randomuser;

import com.google.auto.value.AutoValue;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A request for one page of the API. The same request always returns the same users. Immutable. */
@AutoValue
public abstract class PageRequest {
  /** The maximum number of users on a page. For a larger number the API returns one user. */
  public static final int MAX_RESULTS = 5_000;

  /** The last page. For a later page the API returns the first one. */
  public static final int MAX_PAGE = 10_000;

  /** The base address with a trailing slash, like {@code https://randomuser.me/api/}. */
  public abstract String baseUrl();

  /** The API version, like {@code 1.4}. */
  public abstract String version();

  /** The seed of the users with the filters in it; not empty. */
  public abstract String seed();

  /** From 1 to {@link #MAX_PAGE}. */
  public abstract int page();

  /** The number of users, from 1 to {@link #MAX_RESULTS}. Fewer users are a prefix of more. */
  public abstract int results();

  /** The filters for users. */
  public abstract UserFilters filters();

  /** Returns the request for a page of all users. */
  public static PageRequest of(String baseUrl, String version, String seed, int page, int results) {
    return of(baseUrl, version, seed, page, results, UserFilters.NONE);
  }

  /** Returns the request for a page of the users that pass the filters. */
  public static PageRequest of(
      String baseUrl, String version, String seed, int page, int results, UserFilters filters) {
    return new AutoValue_PageRequest(baseUrl, version, seed, page, results, filters);
  }

  /** Returns the number of users to request from the API, before filters. */
  int draws() {
    return filters().draws(results());
  }

  URI uri() {
    return URI.create(
        String.format(
            Locale.ROOT,
            "%s%s/?results=%d&page=%d&seed=%s%s",
            baseUrl(),
            version(),
            draws(),
            page(),
            URLEncoder.encode(seed(), StandardCharsets.UTF_8),
            filters().nationalities().isEmpty() ? "" : "&nat=" + filters().nat()));
  }
}

package io.userstream.io.randomuser;

import com.google.common.collect.ImmutableSortedSet;
import java.io.Serializable;
import java.util.Collection;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * Filters for users: nationalities, a gender, or none. Immutable.
 *
 * <p>For other nationalities the API generates other people with the same uuids. The filters are
 * therefore part of the seed in requests, as in {@code s:nat=DE,FR:gender=female}, so that users of
 * different filters never share a key.
 *
 * <p>The API ignores {@code gender} if a request has a seed, as all requests here do. Users of one
 * gender are therefore selected from pages with both.
 *
 * @param nationalities in alphabetical order, as in requests; empty for all
 * @param gender null for both
 */
public record UserFilters(ImmutableSortedSet<String> nationalities, @Nullable Gender gender)
    implements Serializable {
  /** All users. */
  public static final UserFilters NONE = new UserFilters(ImmutableSortedSet.of(), null);

  /** The largest page of one gender. About twice as many users are requested. */
  public static final int MAX_RESULTS_OF_A_GENDER = 2_000;

  private static final String NAT = ":nat=";
  private static final String GENDER = ":gender=";

  /** Nationalities by API version, from the folders {@code api/VERSION/data} of its source code. */
  private static final ImmutableSortedSet<String> VERSION_1_3 =
      ImmutableSortedSet.of(
          "AU", "BR", "CA", "CH", "DE", "DK", "ES", "FI", "FR", "GB", "IE", "IR", "NL", "NO", "NZ",
          "TR", "US");

  private static final ImmutableSortedSet<String> VERSION_1_4 =
      ImmutableSortedSet.<String>naturalOrder()
          .addAll(VERSION_1_3)
          .add("IN", "MX", "RS", "UA")
          .build();

  /** Returns filters for nationalities in any order and a gender. */
  public static UserFilters of(Collection<String> nationalities, @Nullable Gender gender) {
    return new UserFilters(ImmutableSortedSet.copyOf(nationalities), gender);
  }

  /** Returns the nationalities that a version of the API knows. */
  public static ImmutableSortedSet<String> nationalitiesOf(String apiVersion) {
    return apiVersion.equals("1.3") ? VERSION_1_3 : VERSION_1_4;
  }

  /** Returns whether a seed reads like one with filters. */
  public static boolean areIn(String seed) {
    return seed.contains(NAT) || seed.contains(GENDER);
  }

  /** Returns the seed for requests to the API. */
  public String in(String seed) {
    if (isNone()) {
      return seed;
    }
    String filtered =
        seed
            + (nationalities.isEmpty() ? "" : NAT + nat())
            + (gender == null ? "" : GENDER + gender.code());
    return Seeds.isAmbiguous(filtered) ? filtered + "-" : filtered;
  }

  /** Returns whether there are no filters. */
  public boolean isNone() {
    return nationalities.isEmpty() && gender == null;
  }

  /**
   * Returns the filters as a JSON object like {@code {"nat":["DE"]}}, or null if there are none.
   */
  @Nullable
  public String toJson() {
    if (isNone()) {
      return null;
    }
    String nat =
        nationalities.stream()
            .map(nationality -> '"' + nationality + '"')
            .collect(Collectors.joining(",", "\"nat\":[", "]"));
    return "{"
        + (nationalities.isEmpty() ? "" : nat)
        + (nationalities.isEmpty() || gender == null ? "" : ",")
        + (gender == null ? "" : "\"gender\":\"" + gender.code() + "\"")
        + "}";
  }

  /** Returns the maximum number of users on a page. */
  public int maxResults() {
    return gender == null ? PageRequest.MAX_RESULTS : MAX_RESULTS_OF_A_GENDER;
  }

  /** Returns the nationalities in the API's format. */
  String nat() {
    return String.join(",", nationalities);
  }

  /**
   * Returns the number of users to request for a number of selected users. About half of them have
   * the gender; the margin is more than six standard deviations.
   */
  int draws(int results) {
    return gender == null
        ? results
        : Math.min(
            PageRequest.MAX_RESULTS, 2 * results + (int) Math.ceil(12 * Math.sqrt(results)) + 20);
  }
}

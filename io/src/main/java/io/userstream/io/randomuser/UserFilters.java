package io.userstream.io.randomuser;

import com.google.common.collect.ImmutableSortedSet;
import java.io.Serializable;
import java.util.Collection;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * The users that a request asks for: of some nationalities, of one gender, or all. Immutable.
 *
 * <p>The API draws other people under the same uuids when it is asked for other nationalities. So
 * the filters are a part of the seed that it is asked for, as in {@code s:nat=DE,FR:gender=female}:
 * users of two sets of filters never share a key.
 *
 * <p>The API ignores {@code gender} when a request has a seed, which every request of ours has.
 * Users of one gender are therefore selected from pages of both.
 *
 * @param nationalities in the order of the alphabet, which the API is asked in; empty for all
 * @param gender null for both
 */
public record UserFilters(ImmutableSortedSet<String> nationalities, @Nullable Gender gender)
    implements Serializable {
  /** All users. */
  public static final UserFilters NONE = new UserFilters(ImmutableSortedSet.of(), null);

  /** The largest page of one gender: the API draws about twice as many users. */
  public static final int MAX_RESULTS_OF_A_GENDER = 2_000;

  private static final String NAT = ":nat=";
  private static final String GENDER = ":gender=";

  /** Nationalities of the API's versions, from the folders {@code api/VERSION/data} of its code. */
  private static final ImmutableSortedSet<String> VERSION_1_3 =
      ImmutableSortedSet.of(
          "AU", "BR", "CA", "CH", "DE", "DK", "ES", "FI", "FR", "GB", "IE", "IR", "NL", "NO", "NZ",
          "TR", "US");

  private static final ImmutableSortedSet<String> VERSION_1_4 =
      ImmutableSortedSet.<String>naturalOrder()
          .addAll(VERSION_1_3)
          .add("IN", "MX", "RS", "UA")
          .build();

  /** Returns filters of these nationalities, in any order, and this gender. */
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

  /** Returns the seed that the API is asked for. */
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

  /** Returns whether these are all users. */
  public boolean isNone() {
    return nationalities.isEmpty() && gender == null;
  }

  /** Returns the filters as a JSON object, as in {@code {"nat":["DE"]}}; null if there are none. */
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

  /** Returns the largest page, from 1. */
  public int maxResults() {
    return gender == null ? PageRequest.MAX_RESULTS : MAX_RESULTS_OF_A_GENDER;
  }

  /** Returns the list of nationalities as the API takes it. */
  String nat() {
    return String.join(",", nationalities);
  }

  /**
   * Returns the number of users that the API must draw for that many users. Half of them are of one
   * gender, give or take some; the margin is more than six standard deviations.
   */
  int draws(int results) {
    return gender == null
        ? results
        : Math.min(
            PageRequest.MAX_RESULTS, 2 * results + (int) Math.ceil(12 * Math.sqrt(results)) + 20);
  }
}

package io.userstream.io.randomuser;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class UserFiltersTest {
  private static final UserFilters GERMAN_WOMEN = UserFilters.of(List.of("DE"), Gender.FEMALE);

  @Test
  public void filtersAreAPartOfTheSeedInOneSpelling() {
    assertThat(UserFilters.NONE.in("s"), is("s"));
    assertThat(UserFilters.of(List.of("FR", "DE", "FR"), null).in("s"), is("s:nat=DE,FR"));
    assertThat(UserFilters.of(List.of(), Gender.MALE).in("s"), is("s:gender=male"));
    assertThat(GERMAN_WOMEN.in("s"), is("s:nat=DE:gender=female"));
    assertThat(UserFilters.areIn("s:nat=DE"), is(true));
    assertThat(UserFilters.areIn("s:gender=male-2"), is(true));
    assertThat(UserFilters.areIn("s"), is(false));
  }

  @Test
  public void aSeedWithFiltersIsNeverOfEighteenCharacters() {
    for (int length = 1; length < 18; length++) {
      assertThat(Seeds.isAmbiguous(GERMAN_WOMEN.in("x".repeat(length))), is(false));
      assertThat(
          Seeds.isAmbiguous(UserFilters.of(List.of("DE"), null).in("x".repeat(length))), is(false));
    }
    assertThat(UserFilters.of(List.of("DE"), null).in("01234567890"), is("01234567890:nat=DE-"));
  }

  /** The API generates a page from the seed, followed by the page number unless it is 1. */
  @Test
  public void pagesOfOtherFiltersAreOtherPages() {
    List<UserFilters> all =
        List.of(
            UserFilters.NONE,
            UserFilters.of(List.of("DE"), null),
            UserFilters.of(List.of("DE", "FR"), null),
            UserFilters.of(List.of(), Gender.FEMALE),
            UserFilters.of(List.of(), Gender.MALE),
            GERMAN_WOMEN);
    // The second is one that the first gets by its page number; 11 characters meet the limit of 18.
    for (List<String> seeds : List.of(List.of("s", "t"), List.of("0123456789a", "0123456789b"))) {
      Map<String, String> drawnBy = new HashMap<>();
      for (String seed : seeds) {
        for (UserFilters filters : all) {
          for (long round = 1; round <= 30; round++) {
            for (int page = 1; page <= 300; page++) {
              String text = Seeds.derived(seed, filters, round) + (page == 1 ? "" : page);
              String place = filters + "/" + seed + "/" + round + "/" + page;
              assertThat(place + " " + text, drawnBy.put(text, place), nullValue());
            }
          }
        }
      }
    }
  }

  @Test
  public void theFiltersAreJsonInTheRawStore() {
    assertThat(UserFilters.NONE.toJson(), nullValue());
    assertThat(UserFilters.of(List.of("FR", "DE"), null).toJson(), is("{\"nat\":[\"DE\",\"FR\"]}"));
    assertThat(GERMAN_WOMEN.toJson(), is("{\"nat\":[\"DE\"],\"gender\":\"female\"}"));
    assertThat(UserFilters.of(List.of(), Gender.MALE).toJson(), is("{\"gender\":\"male\"}"));
  }

  @Test
  public void enoughUsersOfBothGendersAreDrawn() {
    for (int results = 1; results <= UserFilters.MAX_RESULTS_OF_A_GENDER; results++) {
      int draws = GERMAN_WOMEN.draws(results);
      assertThat(draws, lessThanOrEqualTo(PageRequest.MAX_RESULTS));
      double deviations = (draws / 2.0 - results) / Math.sqrt(draws / 4.0);
      assertThat(results + " users", deviations, greaterThan(4.5));
    }
    assertThat(UserFilters.NONE.draws(5_000), is(5_000));
  }
}

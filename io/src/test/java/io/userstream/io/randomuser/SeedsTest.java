package io.userstream.io.randomuser;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.HashSet;
import java.util.Set;
import org.junit.Test;

public class SeedsTest {
  @Test
  public void noDerivedSeedHasEighteenCharacters() {
    for (int length = 1; length <= 40; length++) {
      String seed = "x".repeat(length);
      for (long round = 2; round <= 100_000; round += round < 200 ? 1 : 997) {
        assertThat(Seeds.isAmbiguous(Seeds.derived(seed, round)), is(false));
      }
    }
  }

  @Test
  public void derivedSeedsKeepTheirForm() {
    assertThat(Seeds.derived("s", 1), is("s"));
    assertThat(Seeds.derived("s", 2), is("s-2"));
    assertThat(Seeds.derived("s", 20), is("s-20"));
    assertThat(
        "the length of a random seed", Seeds.derived("0123456789abcdef", 2).length(), is(19));
    assertThat(Seeds.derived("0123456789abcdef", 10), is("0123456789abcdef-10"));
    assertThat(Seeds.derived("0123456789abcde", 10), is("0123456789abcde-10-"));
  }

  /** The API generates a page from the seed, followed by the page number unless it is 1. */
  @Test
  public void derivedSeedsHaveNoCommonPages() {
    for (String seed :
        new String[] {"s", "0123456789abcd", "0123456789abcde", "0123456789abcdef"}) {
      Set<String> drawnBy = new HashSet<>();
      for (long round = 1; round <= 130; round++) {
        String derived = Seeds.derived(seed, round);
        for (int page = 1; page <= 1_500; page++) {
          assertThat(derived + page, drawnBy.add(page == 1 ? derived : derived + page), is(true));
        }
      }
    }
  }
}

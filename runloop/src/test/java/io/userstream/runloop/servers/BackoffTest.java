package io.userstream.runloop.servers;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.Test;

public class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15));
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  public void pausesDoubleUpToTheLongest() {
    assertPausesUpTo(1, 500);
    assertPausesUpTo(2, 1_000);
    assertPausesUpTo(5, 8_000);
    assertPausesUpTo(6, 15_000);
    assertPausesUpTo(Integer.MAX_VALUE, 15_000);
  }

  private void assertPausesUpTo(int failures, long longestMillis) {
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      pauses.add(backoff.after(failures, random).toMillis());
    }
    assertThat(Collections.min(pauses), greaterThanOrEqualTo(longestMillis / 2));
    assertThat(
        "half of the pause is random",
        Collections.max(pauses),
        allOf(greaterThan(longestMillis * 9 / 10), lessThanOrEqualTo(longestMillis)));
  }
}

package io.userstream.pipelines.reconcile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public final class DeadLimitTest {
  @Test
  public void numberIsAMaximum() {
    assertThat(exceeded("7", 7, 7), is(Optional.empty()));
    assertThat(exceeded("7", 8, 1_000), is(Optional.of("8 dead letters: more than --maxDead=7")));
    assertThat(exceeded("0", 1, 1).isPresent(), is(true));
  }

  @Test
  public void percentageRefersToPublishedUsers() {
    assertThat(exceeded("10%", 10, 100), is(Optional.empty()));
    assertThat(
        exceeded("10%", 11, 100),
        is(Optional.of("11 dead letters of 100 published: more than --maxDead=10%")));
    assertThat(exceeded("0.5%", 1, 199).isPresent(), is(true));
    assertThat(exceeded("0.5%", 1, 200).isPresent(), is(false));
    assertThat(exceeded("0%", 0, 0).isPresent(), is(false));
  }

  @Test
  public void anythingElseIsRejected() {
    for (String text : List.of("", "x", "-1", "10 %", "101%", "1.5", "%")) {
      assertThrows(text, IllegalArgumentException.class, () -> DeadLimit.parse(text));
    }
  }

  private static Optional<String> exceeded(String limit, long dead, long published) {
    return DeadLimit.parse(limit)
        .exceededBy(
            new ReconcileResult(
                published, 0, 0, dead, 0, 0, 0, 0, ImmutableList.of(), Repairs.NONE));
  }
}

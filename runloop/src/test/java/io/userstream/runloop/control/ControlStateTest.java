package io.userstream.runloop.control;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.Assert.assertThrows;

import java.time.Instant;
import java.util.Optional;
import org.junit.Test;

public class ControlStateTest {
  private static final Instant NOW = Instant.parse("2026-11-29T10:15:30Z");

  @Test
  public void textOfAStateIsReadAgain() {
    ControlState paused =
        ControlState.RUNNING
            .limit(NOW, MaxRate.parse("30000/min"))
            .pause(NOW, "repair: node=2 rate=5/s");

    assertThat(ControlState.parse(paused.text()), is(Optional.of(paused)));
    assertThat(
        ControlState.parse(ControlState.RUNNING.text()), is(Optional.of(ControlState.RUNNING)));
    assertThat(
        paused.describePause().orElseThrow(),
        is("paused since 2026-11-29T10:15:30Z: repair: node=2 rate=5/s"));
  }

  @Test
  public void textOfTheLongestStateFitsIntoTheMetadataOfAnOffset() {
    ControlState longest =
        ControlState.RUNNING
            .limit(NOW, MaxRate.parse("999999999/min"))
            .pause(NOW, "ü".repeat(ControlState.MAX_REASON));

    assertThat(longest.text().length(), is(lessThan(1_000))); // Brokers allow 4096 by default.
  }

  @Test
  public void otherTextsAreNoState() {
    assertThat(ControlState.parse(null), is(Optional.empty()));
    assertThat(ControlState.parse(""), is(Optional.empty()));
    assertThat(ControlState.parse("userstream/1 topic-id=x"), is(Optional.empty()));
    assertThat(ControlState.parse("userstream-control/1 version=x"), is(Optional.empty()));
    assertThat(
        ControlState.parse("userstream-control/1 version=1 paused=yesterday"),
        is(Optional.empty()));
    assertThat(
        ControlState.parse("userstream-control/1 version=1 rate=fast"), is(Optional.empty()));
  }

  @Test
  public void aRepeatedOrderChangesNothing() {
    ControlState paused = ControlState.RUNNING.pause(NOW, "repair");

    assertThat(paused.pause(NOW.plusSeconds(60), "repair"), is(sameInstance(paused)));
    assertThat(
        ControlState.RUNNING.resume(NOW.plusSeconds(60)), is(sameInstance(ControlState.RUNNING)));
    assertThat(paused.limit(NOW.plusSeconds(60), null), is(sameInstance(paused)));
  }

  @Test
  public void pauseAndRateDoNotChangeEachOther() {
    MaxRate rate = MaxRate.parse("500/s");
    ControlState paused = ControlState.RUNNING.limit(NOW, rate).pause(NOW, null);

    assertThat(paused.maxRate(), is(Optional.of(rate)));
    assertThat(paused.resume(NOW).maxRate(), is(Optional.of(rate)));
    assertThat(paused.limit(NOW, null).isPaused(), is(true));
    assertThat(paused.resume(NOW).limit(NOW, null).isDefault(), is(true));
  }

  @Test
  public void everyOrderIsNewerThanTheStateThatItChangesWhateverTheClockSays() {
    ControlState first = ControlState.RUNNING.pause(NOW, null);
    ControlState second = first.resume(NOW.minusSeconds(3600));

    assertThat(second.version(), is(greaterThan(first.version())));
    assertThat(first.newer(second), is(second));
    assertThat(second.newer(first), is(second));
  }

  @Test
  public void driversChooseTheSameOfTwoOrdersOfTheSameMoment() {
    ControlState one = ControlState.RUNNING.pause(NOW, "one");
    ControlState two = ControlState.RUNNING.pause(NOW, "two");

    assertThat(one.newer(two), is(two.newer(one)));
  }

  @Test
  public void aSecondPauseKeepsItsBeginAndChangesTheReason() {
    ControlState paused = ControlState.RUNNING.pause(NOW, "one").pause(NOW.plusSeconds(9), "two");

    assertThat(paused.pausedSince(), is(Optional.of(NOW)));
    assertThat(paused.reason(), is(Optional.of("two")));
  }

  @Test
  public void aReasonIsOneShortLine() {
    for (String reason : new String[] {"", " ", "a\nb", "x".repeat(201)}) {
      IllegalArgumentException rejected =
          assertThrows(
              IllegalArgumentException.class, () -> ControlState.RUNNING.pause(NOW, reason));
      assertThat(rejected.getMessage(), is("must be one line of at most 200 characters"));
    }
  }

  @Test
  public void ratesHaveAUnitOfTime() {
    assertThat(MaxRate.parse("500/s").perSecond(), is(500.0));
    assertThat(MaxRate.parse("30000/min").perSecond(), is(500.0));
    assertThat(MaxRate.parse("1800000/h").perSecond(), is(500.0));
    assertThat(MaxRate.parse("30000/min").toString(), is("30000/min"));
    for (String wrong : new String[] {"500", "0/s", "-1/s", "1.5/s", "1/d", "9999999999/s", ""}) {
      IllegalArgumentException rejected =
          assertThrows(wrong, IllegalArgumentException.class, () -> MaxRate.parse(wrong));
      assertThat(rejected.getMessage(), containsString("N/s, N/min, N/h"));
    }
  }
}

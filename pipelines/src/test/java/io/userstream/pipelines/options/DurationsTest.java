package io.userstream.pipelines.options;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import java.time.Duration;
import org.junit.Test;

public class DurationsTest {
  @Test
  public void theFourUnitsAreRead() {
    assertThat(Durations.parse("500ms"), is(Duration.ofMillis(500)));
    assertThat(Durations.parse("90s"), is(Duration.ofSeconds(90)));
    assertThat(Durations.parse("5m"), is(Duration.ofMinutes(5)));
    assertThat(Durations.parse("1h"), is(Duration.ofHours(1)));
  }

  @Test
  public void aNumberWithoutAUnitIsRefusedAsIsAnyOtherText() {
    for (String text : new String[] {"", "5", "s", "-1s", "1.5s", "5 s", "1d", "5S", "1m30s"}) {
      assertThrows(text, IllegalArgumentException.class, () -> Durations.parse(text));
    }
  }

  @Test
  public void aNumberTooLongForAnyUnitIsRefusedAndNotCut() {
    assertThrows(IllegalArgumentException.class, () -> Durations.parse("99999999999999999999s"));
  }
}

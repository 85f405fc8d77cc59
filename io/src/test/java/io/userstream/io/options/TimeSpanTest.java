package io.userstream.io.options;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import java.time.Duration;
import org.junit.Test;

public class TimeSpanTest {
  @Test
  public void allUnitsAreParsed() {
    assertThat(TimeSpan.parse("500ms"), is(Duration.ofMillis(500)));
    assertThat(TimeSpan.parse("90s"), is(Duration.ofSeconds(90)));
    assertThat(TimeSpan.parse("5m"), is(Duration.ofMinutes(5)));
    assertThat(TimeSpan.parse("1h"), is(Duration.ofHours(1)));
  }

  @Test
  public void otherTextsAreRejected() {
    for (String text : new String[] {"", "5", "s", "-1s", "1.5s", "5 s", "1d", "5S", "1m30s"}) {
      assertThrows(text, IllegalArgumentException.class, () -> TimeSpan.parse(text));
    }
  }

  @Test
  public void hugeNumbersAreRejected() {
    assertThrows(IllegalArgumentException.class, () -> TimeSpan.parse("99999999999999999999s"));
  }
}

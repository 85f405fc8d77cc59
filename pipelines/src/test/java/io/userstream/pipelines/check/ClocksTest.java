package io.userstream.pipelines.check;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Instant;
import org.junit.Test;

public class ClocksTest {
  private static final Instant SENT = Instant.parse("2026-11-29T12:00:00Z");

  private final Findings findings = new Findings(Area.CLOCKS);

  @Test
  public void halfTheRoundTripIsUncertain() {
    assertThat(compared(1_400, 1_000).level(), is(Level.OK));
    assertThat(compared(2_001, 1_000).level(), is(Level.WARNING));
    assertThat(compared(-1_001, 1_000).level(), is(Level.WARNING));
    assertThat(compared(-999, 1_000).level(), is(Level.OK));
  }

  @Test
  public void differenceAndItsUncertaintyAreReported() {
    assertThat(compared(7_500, 1_000).value(), is("+7.000 s from this machine, ±0.500 s"));
  }

  @Test
  public void recordInTheFutureMeansThatABrokerIsAhead() {
    Clocks.compareNewest(findings, "users", SENT.plusMillis(1_500), SENT);
    Clocks.compareNewest(findings, "users", SENT.plusMillis(900), SENT);
    Clocks.compareNewest(findings, "users", SENT.minusSeconds(86_400), SENT);

    assertThat(
        findings.list().stream().map(Finding::level).toList().toString(), is("[WARNING, OK, OK]"));
  }

  /** Compares a clock that is read while a request takes some time. */
  private Finding compared(long nowMs, long roundTripMs) {
    Findings one = new Findings(Area.CLOCKS);
    Clocks.compare(one, "db", SENT.plusMillis(nowMs), SENT, SENT.plusMillis(roundTripMs));
    return one.list().get(0);
  }
}

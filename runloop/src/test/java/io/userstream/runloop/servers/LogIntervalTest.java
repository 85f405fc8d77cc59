package io.userstream.runloop.servers;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;

public class LogIntervalTest {
  private final AtomicLong nanoTime = new AtomicLong(-1);
  private final LogInterval interval = new LogInterval(Duration.ofSeconds(10), nanoTime::get);

  @Test
  public void theFirstLineIsDueAtOnceAndThenOnePerInterval() {
    assertThat(interval.isDue(), is(true));
    assertThat(interval.isDue(), is(false));
    pass(Duration.ofMillis(9_999));
    assertThat(interval.isDue(), is(false));
    pass(Duration.ofMillis(1));
    assertThat(interval.isDue(), is(true));
    assertThat("a new interval has started", interval.isDue(), is(false));
  }

  @Test
  public void anIntervalThatWasStartedDelaysTheFirstLine() {
    interval.start();

    assertThat(interval.isDue(), is(false));
    pass(Duration.ofSeconds(12));
    assertThat(interval.elapsed(), is(Duration.ofSeconds(12)));
    assertThat(interval.isDue(), is(true));
    assertThat(interval.elapsed(), is(Duration.ZERO));
  }

  private void pass(Duration duration) {
    nanoTime.addAndGet(duration.toNanos());
  }
}

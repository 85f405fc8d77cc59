package io.userstream.io.registry;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;

public class UnknownSchemasTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final UnknownSchemas unknown = new UnknownSchemas(nanos::get);

  @Test
  public void idsAreForgottenAfterAWhile() {
    assertThat(unknown.contains(7), is(false));
    assertThat(unknown.declare(7), is(true));
    pass(UnknownSchemas.REMEMBERED.minusNanos(1));
    assertThat(unknown.contains(7), is(true));
    pass(Duration.ofNanos(1));
    assertThat(unknown.contains(7), is(false));
    assertThat("declared again after a while", unknown.declare(7), is(true));
  }

  @Test
  public void knownIdsAreForgotten() {
    assertThat(unknown.declare(7), is(true));
    assertThat("declared twice", unknown.declare(7), is(false));
    unknown.forget(7);
    assertThat(unknown.contains(7), is(false));
  }

  @Test
  public void theOldestOfManyIdsAreForgotten() {
    for (int id = 0; id <= UnknownSchemas.MAX_IDS; id++) {
      unknown.declare(id);
    }
    assertThat(unknown.size(), is(UnknownSchemas.MAX_IDS));
    assertThat(unknown.contains(0), is(false));
    assertThat(unknown.contains(1), is(true));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}

package io.userstream.runloop.pool;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.Assert.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

public class BundlePoolTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final List<String> closed = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch firstClosed = new CountDownLatch(1);
  private Instant now = Instant.now();
  private int opened;

  private final BundlePool<String, Connection> pool = pool(LONG);

  @Test
  public void whatWasGivenBackIsUsedAgain() {
    Connection first = pool.take("a");
    pool.giveBack("a", first);

    assertThat(pool.take("a"), sameInstance(first));
    assertThat(closed, empty());
  }

  @Test
  public void bundlesAtTheSameTimeHaveTheirOwn() {
    assertThat(pool.take("a"), not(sameInstance(pool.take("a"))));
  }

  @Test
  public void whatIsConnectedElsewhereIsNotUsed() {
    Connection first = pool.take("a");
    pool.giveBack("a", first);

    assertThat(pool.take("b"), not(sameInstance(first)));
  }

  @Test
  public void failureClosesEveryConnectionThatIsNotInUse() {
    Connection failed = pool.take("a");
    Connection inUse = pool.take("a");
    Connection idle = pool.take("a");
    Connection other = pool.take("b");
    pool.giveBack("a", idle);
    pool.giveBack("b", other);

    pool.discard("a", failed);

    assertThat(closed, contains("a1", "a3"));
    pool.giveBack("a", inUse);
    assertThat(pool.take("a"), sameInstance(inUse));
    assertThat(pool.take("b"), sameInstance(other));
  }

  @Test
  public void whatIsTooOldIsReplaced() {
    Connection first = pool.take("a");
    pool.giveBack("a", first);
    now = now.plus(Duration.ofMinutes(9));
    assertThat(pool.take("a"), sameInstance(first));
    pool.giveBack("a", first);

    now = now.plus(Duration.ofMinutes(2));

    assertThat(pool.take("a"), not(sameInstance(first)));
    assertThat(closed, contains("a1"));
  }

  @Test
  public void whatIsIdleIsClosed() throws Exception {
    BundlePool<String, Connection> impatient = pool(Duration.ofMillis(2));
    impatient.giveBack("a", impatient.take("a"));

    assertThat(firstClosed.await(1, TimeUnit.MINUTES), is(true));
  }

  @Test
  public void openersFaultIsThrownUnchanged() {
    IllegalStateException fault = new IllegalStateException("down");
    BundlePool<String, Connection> failing =
        new BundlePool<>(
            key -> {
              throw fault;
            });

    assertThat(
        assertThrows(IllegalStateException.class, () -> failing.take("a")), sameInstance(fault));
  }

  private BundlePool<String, Connection> pool(Duration maxIdle) {
    return new BundlePool<>(key -> new Connection(key + ++opened), maxIdle, () -> now);
  }

  private final class Connection implements AutoCloseable {
    private final String name;

    Connection(String name) {
      this.name = name;
    }

    @Override
    public void close() {
      closed.add(name);
      firstClosed.countDown();
    }
  }
}

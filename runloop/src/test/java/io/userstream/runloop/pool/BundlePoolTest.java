package io.userstream.runloop.pool;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
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
  private volatile Instant now = Instant.EPOCH;
  private int opened;

  private final BundlePool<String, Connection> pool = pool(LONG);

  @Test
  public void whatWasGivenBackIsUsedAgain() {
    Connection first = takeAndGiveBack("a");

    assertThat(pool.take("a").connection(), sameInstance(first));
    assertThat(closed, empty());
  }

  @Test
  public void bundlesAtTheSameTimeHaveTheirOwn() {
    var first = pool.take("a");
    var second = pool.take("a");

    assertThat(first.connection(), not(sameInstance(second.connection())));
  }

  @Test
  public void whatIsConnectedElsewhereIsNotUsed() {
    Connection first = takeAndGiveBack("a");

    assertThat(pool.take("b").connection(), not(sameInstance(first)));
  }

  @Test
  public void failureClosesEveryConnectionThatIsNotInUse() {
    var failed = pool.take("a");
    var inUse = pool.take("a");
    var idle = pool.take("a");
    idle.giveBack();
    Connection other = takeAndGiveBack("b");

    failed.discard();

    assertThat(closed, contains("a1", "a3"));
    inUse.giveBack();
    assertThat(pool.take("a").connection(), sameInstance(inUse.connection()));
    assertThat(pool.take("b").connection(), sameInstance(other));
  }

  @Test
  public void aLeaseEndsOnce() {
    var discarded = pool.take("a");
    discarded.discard();
    discarded.giveBack();
    var next = pool.take("a");
    assertThat(next.connection(), not(sameInstance(discarded.connection())));

    next.giveBack();
    next.discard();

    assertThat(closed, contains("a1"));
  }

  @Test
  public void whatIsTooOldIsReplaced() {
    Connection first = takeAndGiveBack("a");
    now = now.plus(Duration.ofMinutes(9));
    assertThat(takeAndGiveBack("a"), sameInstance(first));

    now = now.plus(Duration.ofMinutes(2));

    assertThat(pool.take("a").connection(), not(sameInstance(first)));
    assertThat(closed, contains("a1"));
  }

  @Test
  public void whatIsIdleIsClosedAndWhatIsUsedIsNot() throws Exception {
    BundlePool<String, Connection> impatient = pool(Duration.ofMillis(2));
    var used = impatient.take("a");
    var idle = impatient.take("a");
    idle.giveBack();
    now = now.plus(Duration.ofMillis(3));

    assertThat(firstClosed.await(1, TimeUnit.MINUTES), is(true));
    assertThat(closed, containsInAnyOrder("a2"));
    used.giveBack();
    assertThat(impatient.take("a").connection(), sameInstance(used.connection()));
  }

  @Test
  public void whatWasAbandonedIsClosed() throws Exception {
    abandon();
    for (int i = 0; i < 1_000 && firstClosed.getCount() > 0; i++) {
      System.gc();
      boolean unused = firstClosed.await(10, TimeUnit.MILLISECONDS);
    }

    assertThat(closed, contains("a1"));
  }

  private void abandon() {
    var unused = pool.take("a");
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

  private Connection takeAndGiveBack(String key) {
    var lease = pool.take(key);
    lease.giveBack();
    return lease.connection();
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

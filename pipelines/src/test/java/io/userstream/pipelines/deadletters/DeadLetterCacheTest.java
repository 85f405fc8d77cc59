package io.userstream.pipelines.deadletters;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.Assert.assertThrows;

import com.google.common.base.Ticker;
import com.google.common.collect.ImmutableList;
import io.userstream.io.deadletters.NewestDeadLetters.Newest;
import io.userstream.runloop.servers.ServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.After;
import org.junit.Test;

public class DeadLetterCacheTest {
  private static final long LIMIT_SECONDS = 20;

  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  private final CountDownLatch isReading = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final ExecutorService viewers = Executors.newCachedThreadPool();
  private DeadLetterCache cache;

  @After
  public void close() {
    mayEnd.countDown();
    viewers.shutdownNow();
    if (cache != null) {
      cache.close();
    }
  }

  @Test
  public void nothingIsReadBeforeSomebodyAsks() {
    open(DeadLetterCacheTest::newest);

    assertThat(reads.get(), is(0));
  }

  @Test
  public void deadLettersAreKeptForSomeSeconds() {
    open(DeadLetterCacheTest::newest);
    Newest first = cache.get();

    nanos.addAndGet(DeadLetterCache.KEPT.toNanos());
    assertThat(cache.get(), is(sameInstance(first)));
    nanos.addAndGet(1);
    Newest unused = cache.get();
    assertThat(reads.get(), is(2));
  }

  @Test
  public void failuresAreKeptAsWell() {
    open(
        () -> {
          throw new ServerException("Kafka is down");
        });

    for (int i = 0; i < 3; i++) {
      assertThat(assertThrows(ServerException.class, cache::get).getMessage(), is("Kafka is down"));
    }
    assertThat(reads.get(), is(1));
  }

  @Test
  public void otherFailuresShowNoDetail() {
    open(
        () -> {
          throw new IllegalStateException("password=zz");
        });

    assertThat(
        assertThrows(ServerException.class, cache::get).getMessage(),
        is("The dead letters could not be read."));
  }

  @Test
  public void viewersWhoComeTogetherShareOneReadAndFewWait() throws Exception {
    open(this::slowly);
    List<Future<Newest>> waiting = new ArrayList<>();
    waiting.add(viewers.submit(cache::get));
    assertThat(isReading.await(LIMIT_SECONDS, TimeUnit.SECONDS), is(true));
    AtomicInteger refused = new AtomicInteger();
    CountDownLatch oneIsRefused = new CountDownLatch(1);
    for (int i = 0; i < DeadLetterCache.MAX_WAITING; i++) {
      waiting.add(
          viewers.submit(
              () -> {
                try {
                  return cache.get();
                } catch (ServerException e) {
                  assertThat(e.getMessage(), containsString("Reload the page"));
                  refused.incrementAndGet();
                  oneIsRefused.countDown();
                  return null;
                }
              }));
    }

    assertThat(oneIsRefused.await(LIMIT_SECONDS, TimeUnit.SECONDS), is(true));
    mayEnd.countDown();
    for (Future<Newest> each : waiting) {
      Newest unused = each.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
    assertThat(refused.get(), is(1));
    assertThat(reads.get(), is(1));
  }

  private void open(Supplier<Newest> reader) {
    cache =
        new DeadLetterCache(
            () -> {
              reads.incrementAndGet();
              return reader.get();
            },
            new Ticker() {
              @Override
              public long read() {
                return nanos.get();
              }
            });
  }

  private Newest slowly() {
    isReading.countDown();
    try {
      assertThat(mayEnd.await(LIMIT_SECONDS, TimeUnit.SECONDS), is(true));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return newest();
  }

  private static Newest newest() {
    return new Newest(ImmutableList.of(), 0, 100, false, false);
  }
}
